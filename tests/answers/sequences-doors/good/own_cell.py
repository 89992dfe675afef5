# expect: passed
# because: a recurrent cell of the learner's own, trained by a tape, on labels -1 and 1
import keras
import tensorflow as tf
from keras import layers


class Keeper(layers.Layer):
    def __init__(self, units):
        super().__init__()
        self.state_size = self.units = units

    def build(self, shape):
        self.gate, self.new = layers.Dense(self.units, "sigmoid"), layers.Dense(self.units, "tanh")
        for each in (self.gate, self.new):
            each.build((None, shape[-1] + self.units))

    def call(self, x, states):
        both = keras.ops.concatenate([x, states[0]], axis=-1)
        gate = self.gate(both)
        state = gate * states[0] + (1 - gate) * self.new(both)
        return state, [state]


model = keras.Sequential([
    keras.Input((None,)), layers.Embedding(3, 4), layers.RNN(Keeper(8)), layers.Dense(1, activation="tanh")
])
optimizer = keras.optimizers.Adam(0.01)


@tf.function
def step(x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((y - model(x)[:, 0]) ** 2)
    optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)


data = tf.data.Dataset.from_tensor_slices((diaries, 2.0 * is_open - 1)).shuffle(1000, seed=1)
for epoch in range(10):
    for x, y in data.batch(20):
        step(x, tf.cast(y, "float32"))
