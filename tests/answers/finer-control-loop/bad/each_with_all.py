# expect: failed
# because: (400,) beside (400, 1) compares the answer to each point with the labels of all
# told: have the same shape
import keras
import tensorflow as tf
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([
    Input(shape=(2,)),
    Dense(16, activation="tanh"),
    Dense(1, activation="sigmoid"),
])
optimizer = keras.optimizers.Adam(0.02)
error = keras.losses.BinaryCrossentropy()
val_accuracy = []


@tf.function
def train_step(x, y):
    with tf.GradientTape() as tape:
        loss = error(y, model(x, training=True))
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply(gradients, model.trainable_variables)
    return loss


for epoch in range(20):
    for start in range(0, len(points), 64):
        batch = slice(start, start + 64)
        loss = train_step(points[batch], inside[batch])
    val_accuracy.append(np.mean((model(held).numpy()[:, 0] > 0.5) == held_inside))
