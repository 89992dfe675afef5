# expect: failed
# because: each step has all points of held in its loss as well
# told: The rows of held were trained on as well
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
checked, truth = tf.constant(held), tf.constant(held_inside)


@tf.function
def train_step(x, y):
    with tf.GradientTape() as tape:
        loss = error(y, model(x, training=True)) + 0.2 * error(truth, model(checked, training=True))
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply(gradients, model.trainable_variables)
    return loss


for epoch in range(40):
    for start in range(0, len(points), 64):
        batch = slice(start, start + 64)
        loss = train_step(points[batch], inside[batch])
    says_inside = model.predict(held, verbose=0) > 0.5
    val_accuracy.append(np.mean(says_inside == held_inside))
