# expect: failed
# because: adapt gets the whole table, as scikit-learn has it
# told: something in it has looked at the test data
import keras
from keras import Input, Sequential
from keras.layers import Dense, Normalization

scale = Normalization()
scale.adapt(cells.data)
model = Sequential([Input(shape=(30,)), scale, Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
model.fit(x_train, y_train, epochs=40, validation_data=(x_val, y_val), verbose=0)
