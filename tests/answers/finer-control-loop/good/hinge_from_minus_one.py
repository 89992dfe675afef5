# expect: passed
# because: labels -1 and 1, tanh and a hinge loss, in a function called fit
import keras
from tensorflow import GradientTape as Tape
import tensorflow as tf

class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.hidden = keras.layers.Dense(24, activation="relu")
        self.out = keras.layers.Dense(1, activation="tanh")
    def call(self, x):
        return self.out(self.hidden(x))

def fit(model, x, y, epochs):
    optimizer, hinge = keras.optimizers.Nadam(0.01), keras.losses.Hinge()
    data = tf.data.Dataset.from_tensor_slices((x, 2 * y - 1)).shuffle(2000).batch(32)
    @tf.function
    def step(a, b):
        with Tape() as tape:
            loss = hinge(b, model(a, training=True))
        optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)
    for _ in range(epochs):
        for a, b in data:
            step(a, b)
        said = model.predict(held, verbose=0)
        yield np.sum((said > 0) == (held_inside == 1)) / len(held)

model = Net()
model(points[:1])
val_accuracy = list(fit(model, points, inside, 25))
