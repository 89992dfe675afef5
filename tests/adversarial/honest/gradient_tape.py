# expect: passed
import keras
import numpy as np
import tensorflow as tf

model = keras.Sequential([
    keras.Input((3,)),
    keras.layers.Dense(16, activation="relu"),
    keras.layers.Dense(16, activation="relu"),
    keras.layers.Dense(2),
])
optimizer = keras.optimizers.Adam(0.01)
loss_of = keras.losses.SparseCategoricalCrossentropy(from_logits=True)


@tf.function
def step(x, y):
    with tf.GradientTape() as tape:
        loss = loss_of(y, model(x, training=True))
    variables = model.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables))
    return loss


x, y = tf.constant(data, tf.float32), tf.constant(labels[:, 0], tf.int32)
for epoch in range(40):
    order = np.random.permutation(len(data))
    for start in range(0, len(data), 100):
        rows = tf.constant(order[start : start + 100])
        loss = step(tf.gather(x, rows), tf.gather(y, rows))
    tf.summary.scalar("loss", loss, step=epoch)
