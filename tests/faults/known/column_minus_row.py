# class: loss
# wrong: predictions of shape (64, 1) minus targets of shape (64,) make a table of 64 by 64, so all targets pull on all
# causes: labels loss loop
# source: StackOverflow, custom loss broadcasts (n, 1) and (n,); TensorFlow issues
import keras
import numpy as np
import tensorflow as tf
from keras import layers

rng = np.random.default_rng(44)
x = rng.uniform(-2, 2, (640, 3)).astype("float32")
y = (np.sin(2 * x[:, 0]) + x[:, 1] * x[:, 2]).astype("float32")

model = keras.Sequential([keras.Input((3,)), layers.Dense(48, activation="relu"), layers.Dense(48, activation="relu"), layers.Dense(1)])
optimizer = keras.optimizers.Adam(0.01)
batches = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(640, seed=1).batch(64)


def step(inputs, targets):
    with tf.GradientTape() as tape:
        predicted = model(inputs, training=True)
        loss = tf.reduce_mean(tf.square(predicted - targets))  # -
        # + loss = tf.reduce_mean(tf.square(predicted[:, 0] - targets))
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
    return loss


losses = []
for epoch in range(18):
    losses.append(np.mean([float(step(inputs, targets)) for inputs, targets in batches]))
guess = model(x).numpy()[:, 0]
r2 = 1 - ((guess - y) ** 2).mean() / y.var()
