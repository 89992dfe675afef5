# expect: failed
# because: the lesson's step and loops, which measure nothing
# told: Where in the loop does an epoch end
import keras
import numpy as np
import tensorflow as tf

model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(16, "tanh"), keras.layers.Dense(1, "sigmoid")])
optimizer = keras.optimizers.Adam(0.02)
error = keras.losses.BinaryCrossentropy()


@tf.function
def train_step(x, y):
    with tf.GradientTape() as tape:
        loss = error(y, model(x, training=True))
    optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)
    return loss


for epoch in range(40):
    for start in range(0, len(points), 64):
        loss = train_step(points[start:start + 64], inside[start:start + 64])
