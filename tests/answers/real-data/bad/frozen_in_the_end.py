# expect: failed
# because: all parameters count, and freezing 574 of them makes them no fewer
# told: at most 200 parameters
import keras
from keras import Input, Sequential
from keras.layers import Dense, Normalization

scale = Normalization()
scale.adapt(x_train)
model = Sequential([Input(shape=(30,)), scale, Dense(16, activation="relu"), Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
model.fit(x_train, y_train, epochs=5, validation_data=(x_val, y_val), verbose=0)
model.trainable = False
