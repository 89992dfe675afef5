# expect: passed
# because: gradient descent with momentum written out, over a tf.data pipeline
import tensorflow as tf
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([Input(shape=(2,)), Dense(16, activation="relu"), Dense(16, activation="relu"), Dense(1, activation="sigmoid")])
speeds = [tf.Variable(tf.zeros(weight.shape)) for weight in model.trainable_variables]
data = tf.data.Dataset.from_tensor_slices((points, inside)).shuffle(1280, seed=1).batch(32)


@tf.function
def step(x, y):
    with tf.GradientTape() as tape:
        p = tf.clip_by_value(model(x), 1e-6, 1 - 1e-6)
        loss = -tf.reduce_mean(y * tf.math.log(p) + (1 - y) * tf.math.log(1 - p))
    for weight, speed, gradient in zip(model.trainable_variables, speeds, tape.gradient(loss, model.trainable_variables)):
        speed.assign(0.9 * speed + gradient)
        weight.assign_sub(0.1 * speed)


right, val_accuracy = tf.keras.metrics.BinaryAccuracy(), []
for _ in range(40):
    for x, y in data:
        step(x, y)
    right.reset_state()
    right.update_state(held_inside, model(held))
    val_accuracy.append(right.result())
