# expect: passed
# because: TensorFlow computes the slopes; the steps are the learner's
from keras import Input, Sequential
from keras.layers import Dense

import tensorflow as tf

model = Sequential([Input(shape=(2,)), Dense(1, activation="sigmoid")])
inputs = tf.constant(points, dtype="float32")
labels = tf.constant(side.reshape(-1, 1), dtype="float32")
for step in range(300):
    with tf.GradientTape() as tape:
        said = model(inputs)
        loss = -tf.reduce_mean(labels * tf.math.log(said + 1e-7) + (1 - labels) * tf.math.log(1 - said + 1e-7))
    for variable, slope in zip(model.trainable_variables, tape.gradient(loss, model.trainable_variables)):
        variable.assign_sub(3.0 * slope)
print(float(loss))
