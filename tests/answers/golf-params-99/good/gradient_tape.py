# expect: passed
# because: a training loop of the learner's own, with decay
import keras
from keras import Input, Sequential
from keras.layers import Dense

import numpy as np
import tensorflow as tf

model = Sequential([
    Input(shape=(3,)),
    Dense(6, activation="tanh", use_bias=False),
    Dense(4, activation="tanh", use_bias=False),
    Dense(1, activation="sigmoid", use_bias=False),
])
optimizer = keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(0.05, 50 * 100))
loss_of = keras.losses.BinaryCrossentropy()


@tf.function
def step(x, y):
    with tf.GradientTape() as tape:
        loss = loss_of(y, model(x, training=True))
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
    return loss


x = tf.constant(data, tf.float32)
y = tf.constant(labels, tf.float32)
for epoch in range(50):
    order = tf.constant(np.random.permutation(len(data)))
    for start in range(0, len(data), 100):
        batch = order[start : start + 100]
        step(tf.gather(x, batch), tf.gather(y, batch))
