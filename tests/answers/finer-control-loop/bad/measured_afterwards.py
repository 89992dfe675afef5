# expect: failed
# because: nothing is measured in the loop; the list is made afterwards, of the shares of the first 40, 80, ... and all points of held
# told: in another order
import keras
import tensorflow as tf
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([Input((2,)), Dense(16, activation="tanh"), Dense(1, activation="sigmoid")])
optimizer = keras.optimizers.Adam(0.02)
error = keras.losses.BinaryCrossentropy()


@tf.function
def train_step(x, y):
    with tf.GradientTape() as tape:
        loss = error(y, model(x, training=True))
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply(gradients, model.trainable_variables)
    return loss


for epoch in range(40):
    for start in range(0, len(points), 64):
        batch = slice(start, start + 64)
        train_step(points[batch], inside[batch])

right = (model.predict(held, verbose=0) > 0.5) == (held_inside == 1)
val_accuracy = [float(right[:count].mean()) for count in range(40, 401, 40)]
