# expect: passed
# because: layers added one at a time, activations as functions
import keras

model = keras.Sequential()
model.add(keras.Input((10,)))
model.add(keras.layers.Dense(units=5, activation=keras.activations.relu))
model.add(keras.layers.Dense(units=2, activation=keras.activations.softmax))
model.summary()
