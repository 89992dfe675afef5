# expect: passed
# because: gradient descent by hand, without an optimizer
import keras
import numpy as np
import tensorflow as tf
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([Input((3,)), Dense(16, activation="tanh"), Dense(8, activation="tanh"), Dense(2, activation="softmax")])
x = tf.constant(data, tf.float32)
y = tf.constant(labels[:, 0])


@tf.function
def step(rows, rate):
    with tf.GradientTape() as tape:
        p = model(tf.gather(x, rows), training=True)
        loss = tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(tf.gather(y, rows), p))
    for variable, gradient in zip(model.trainable_variables, tape.gradient(loss, model.trainable_variables)):
        variable.assign_sub(rate * gradient)


rng = np.random.default_rng(0)
for epoch in range(40):
    for rows in np.array_split(rng.permutation(len(data)), 313):
        step(tf.constant(rows), tf.constant(0.5))
