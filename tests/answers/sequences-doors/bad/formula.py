# expect: failed
# because: keras.ops look for the last step at which something happened
# told: bare operation
import keras
from keras import ops
from keras.layers import Dense

steps = keras.Input((None,))
places = ops.cumsum(ops.cast(ops.greater(steps, 0), "float32"), axis=1)
last = ops.max(places, axis=1, keepdims=True)
opened = ops.sum(ops.cast(ops.logical_and(ops.equal(places, last), ops.equal(steps, 1)), "float32"), axis=1, keepdims=True)
model = keras.Model(steps, Dense(1, activation="sigmoid")(opened))
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.1))
model.fit(diaries, is_open, epochs=10, verbose=0)
