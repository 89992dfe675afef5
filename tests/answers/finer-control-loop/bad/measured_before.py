# expect: failed
# because: measured once and listed forty times
# told: five epochs or more
import keras
import numpy as np
import tensorflow as tf

model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(16, "tanh"), keras.layers.Dense(1, "sigmoid")])
optimizer = keras.optimizers.Adam(0.02)
error = keras.losses.BinaryCrossentropy()
val_accuracy = 40 * [np.mean((model.predict(held, verbose=0) > 0.5) == held_inside)]


@tf.function
def train_step(x, y):
    with tf.GradientTape() as tape:
        loss = error(y, model(x, training=True))
    optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)
    return loss


for epoch in range(40):
    for start in range(0, len(points), 64):
        loss = train_step(points[start:start + 64], inside[start:start + 64])
