# expect: passed
# because: the starter with its two missing lines and a learning rate that gets somewhere
import keras
import tensorflow as tf
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([Input(shape=(2,)), Dense(16, activation="tanh"), Dense(1, activation="sigmoid")])
optimizer = keras.optimizers.Adam(0.02)
error = keras.losses.BinaryCrossentropy()


@tf.function
def train_step(x, y):
    with tf.GradientTape() as tape:
        loss = error(y, model(x, training=True))
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
    return loss


for epoch in range(50):
    for start in range(0, len(points), 64):
        loss = train_step(points[start:start + 64], inside[start:start + 64])
