# expect: failed
# because: the two lines are there, and the learning rate of the starter stayed
# told: that are large enough to get somewhere
import keras
import tensorflow as tf

model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(16, "tanh"), keras.layers.Dense(1, "sigmoid")])
optimizer = keras.optimizers.Adam(0.0001)
error = keras.losses.BinaryCrossentropy()


@tf.function
def train_step(x, y):
    with tf.GradientTape() as tape:
        loss = error(y, model(x))
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))


for epoch in range(20):
    for start in range(0, len(points), 64):
        train_step(points[start:start + 64], inside[start:start + 64])
