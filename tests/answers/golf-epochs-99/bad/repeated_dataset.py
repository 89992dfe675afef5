# expect: failed
# because: a pipeline that repeats the samples twelve times within an epoch
# told: without copies of them
import keras
import tensorflow as tf
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([
    Input((3,)),
    Dense(8, activation="tanh", use_bias=False, kernel_initializer="he_uniform"),
    Dense(8, activation="tanh", use_bias=False, kernel_initializer="he_uniform"),
    Dense(1, activation="sigmoid", use_bias=False),
])
rate = keras.optimizers.schedules.CosineDecay(0.02, decay_steps=20000)
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(rate), metrics=["accuracy"])

batches = tf.data.Dataset.from_tensor_slices((data, labels)).repeat(12).shuffle(10_000).batch(16)
history = model.fit(batches, epochs=1, verbose=0)
