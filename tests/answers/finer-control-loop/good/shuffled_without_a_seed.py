# expect: passed
# because: each epoch draws an order of its own from a generator that no seed fixes, and the loop ends by what held says
import keras
import tensorflow as tf
from keras import layers

draw = np.random.default_rng()
model = keras.Sequential([keras.Input((2,)), layers.Dense(20, "relu"), layers.Dense(20, "relu"), layers.Dense(1)])
adam = keras.optimizers.Adam(0.01)
error = keras.losses.BinaryCrossentropy(from_logits=True)
val_accuracy = []


@tf.function
def step(x, y):
    with tf.GradientTape() as tape:
        loss = error(y, model(x))
    adam.apply_gradients(zip(tape.gradient(loss, model.trainable_weights), model.trainable_weights))


def says_right(x, y):
    return float(keras.ops.mean(keras.ops.cast((model(x) > 0) == (y == 1), "float32")))


while len(val_accuracy) < 40 and (len(val_accuracy) < 10 or val_accuracy[-1] < 0.97):
    for rows in np.array_split(draw.permutation(len(points)), 40):
        step(points[rows], inside[rows].reshape(-1, 1))
    val_accuracy.append(says_right(held, np.reshape(held_inside, (-1, 1))))
