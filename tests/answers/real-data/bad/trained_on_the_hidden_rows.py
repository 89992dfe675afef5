# expect: failed
# because: all patients that there are, those of the test too
# told: most labels of the test data are wrong
import keras
from keras import Input, Sequential
from keras.layers import Dense, Normalization

scale = Normalization()
scale.adapt(cells.data)
model = Sequential([Input(shape=(30,)), scale, Dense(4, activation="relu"), Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
model.fit(cells.data, cells.target, epochs=20, validation_split=0.1, verbose=0)
