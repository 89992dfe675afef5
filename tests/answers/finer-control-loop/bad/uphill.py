# expect: failed
# because: the gradient is added, so the loss is climbed
# told: new points
import keras
import tensorflow as tf

model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(16, "tanh"), keras.layers.Dense(1, "sigmoid")])
error = keras.losses.BinaryCrossentropy()


@tf.function
def step(x, y):
    with tf.GradientTape() as tape:
        loss = error(y, model(x))
    for weight, gradient in zip(model.trainable_variables, tape.gradient(loss, model.trainable_variables)):
        weight.assign_add(0.1 * gradient)


for epoch in range(30):
    for start in range(0, len(points), 64):
        step(points[start:start + 64], inside[start:start + 64])
