# expect: failed
# because: 25 passes in a loop of the learner's own, then one epoch for show
# told: Let fit do all of the training
import keras
from keras import Input, Sequential
from keras.layers import Dense

import numpy as np
import tensorflow as tf

model = Sequential([
    Input(shape=(3,)),
    Dense(8, activation="tanh", use_bias=False),
    Dense(8, activation="tanh", use_bias=False),
    Dense(1, activation="sigmoid", use_bias=False),
])
optimizer = keras.optimizers.Adam(0.02)
loss_of = keras.losses.BinaryCrossentropy()


@tf.function
def step(x, y):
    with tf.GradientTape() as tape:
        loss = loss_of(y, model(x, training=True))
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
    return loss


x = tf.constant(data, tf.float32)
y = tf.constant(labels, tf.float32)
for epoch in range(25):
    order = tf.constant(np.random.permutation(len(data)))
    for start in range(0, len(data), 100):
        batch = order[start : start + 100]
        step(tf.gather(x, batch), tf.gather(y, batch))
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.0001), metrics=["accuracy"])
history = model.fit(data, labels, epochs=1, batch_size=32, validation_split=0.1, verbose=0)
