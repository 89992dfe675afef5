# expect: passed
# because: the whole data as one batch, two softmax outputs, and tf.data is not needed
import keras
import tensorflow as tf
from keras import layers

inputs = keras.Input((2,))
outputs = layers.Dense(2)(layers.Dense(24, activation="tanh")(inputs))
logits = keras.Model(inputs, outputs)
optimizer = keras.optimizers.Adam(0.05)
error = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
labels = inside[:, 0].astype("int32")


@tf.function
def step():
    with tf.GradientTape() as tape:
        loss = error(labels, logits(points))
    optimizer.apply(tape.gradient(loss, logits.trainable_variables), logits.trainable_variables)
    return loss


val_accuracy = np.zeros(500)
for epoch in range(500):
    step()
    said = np.argmax(logits(held), axis=1)
    val_accuracy[epoch] = (said == held_inside[:, 0]).mean()
model = logits
