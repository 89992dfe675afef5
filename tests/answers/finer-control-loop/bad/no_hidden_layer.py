# expect: failed
# because: one layer draws a straight line, and a disc is round
# told: new points
import keras
import tensorflow as tf

model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, "sigmoid")])
optimizer = keras.optimizers.Adam(0.02)
error = keras.losses.BinaryCrossentropy()


@tf.function
def step(x, y):
    with tf.GradientTape() as tape:
        loss = error(y, model(x))
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))


for epoch in range(20):
    for start in range(0, len(points), 64):
        step(points[start:start + 64], inside[start:start + 64])
