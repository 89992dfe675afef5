# expect: failed
# because: an optimizer takes the steps
# told: Do it yourself this time
from keras import Input, Sequential
from keras.layers import Dense

import tensorflow as tf
from keras.optimizers import Adam

model = Sequential([Input(shape=(2,)), Dense(1, activation="sigmoid")])
adam = Adam(0.1)
for step in range(200):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((model(points)[:, 0] - side.astype("float32")) ** 2)
    adam.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
