# expect: failed
# because: Multiply is the formula of XOR
# told: is a Multiply
import keras
from keras.layers import Cropping1D, Dense, Flatten, Multiply, Reshape

inputs = keras.Input((3,))
column = Reshape((3, 1))(inputs)
parts = [Flatten()(Cropping1D((at, 2 - at))(column)) for at in range(3)]
model = keras.Model(inputs, Dense(1, activation="sigmoid")(Multiply()(parts)))
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.1), metrics=["accuracy"])
history = model.fit(data, labels, epochs=3, batch_size=32, verbose=0)
