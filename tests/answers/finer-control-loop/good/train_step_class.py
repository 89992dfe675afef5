# expect: passed
# because: a mean squared error does as well, with gradients by the tape's own names
import keras
import tensorflow as tf

model = keras.Sequential()
model.add(keras.Input((2,)))
model.add(keras.layers.Dense(20, activation="tanh"))
model.add(keras.layers.Dense(1, activation="sigmoid"))
adam = keras.optimizers.Adam(learning_rate=0.03)
weights = model.trainable_weights


@tf.function
def learn(x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((y - model(x)) ** 2)
    adam.apply_gradients(zip(tape.gradient(loss, weights), weights))


val_accuracy = []
for epoch in range(60):
    for i in range(0, 1280, 64):
        learn(points[i:i + 64], inside[i:i + 64])
    wrong = np.abs(np.round(model(held)) - held_inside).mean()
    val_accuracy += [1 - wrong]

