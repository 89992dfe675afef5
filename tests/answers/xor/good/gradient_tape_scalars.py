# expect: passed
# because: a training loop of its own, never compiled, its loss drawn from tf.summary.scalar
import keras
import numpy as np
import tensorflow as tf
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([
    Input(shape=(3,)),
    Dense(16, activation="tanh"),
    Dense(12, activation="tanh"),
    Dense(2, activation="softmax"),
])
optimizer = keras.optimizers.Adam(0.01)
loss_of = keras.losses.SparseCategoricalCrossentropy()


@tf.function
def step(x, y):
    with tf.GradientTape() as tape:
        loss = loss_of(y, model(x, training=True))
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
    return loss


x = tf.constant(data, tf.float32)
y = tf.constant(labels[:, 0], tf.int32)
for epoch in range(60):
    order = tf.constant(np.random.permutation(len(data)))
    for start in range(0, len(data), 200):
        batch = order[start : start + 200]
        loss = step(tf.gather(x, batch), tf.gather(y, batch))
    tf.summary.scalar("loss", loss, step=epoch)
