# expect: failed
# because: keras.ops computes the product
# told: Prod is a bare operation
import keras
from keras import ops
from keras.layers import Dense

inputs = keras.Input((3,))
odd = ops.prod(inputs, axis=1, keepdims=True)
model = keras.Model(inputs, Dense(1, activation="sigmoid")(odd))
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.1), metrics=["accuracy"])
history = model.fit(data, labels, epochs=3, batch_size=32, verbose=0)
