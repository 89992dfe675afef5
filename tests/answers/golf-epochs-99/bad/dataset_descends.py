# expect: failed
# because: between its two epochs the PyDataset goes on by itself, with slopes from tf.gradients and Adam written out: twelve epochs that nobody counts
# told: weights were set outside
import keras
import tensorflow as tf
from keras import Input, Sequential
from keras.layers import Dense

x, y = tf.constant(data, "float32"), tf.constant(labels, "float32")
model = Sequential([
    Input((3,)),
    Dense(8, activation="tanh", use_bias=False, kernel_initializer="he_uniform"),
    Dense(7, activation="tanh", use_bias=False, kernel_initializer="he_uniform"),
    Dense(1, activation="sigmoid", use_bias=False),
])
weights = [each.value for each in model.trainable_variables]
firsts = [tf.Variable(tf.zeros(w.shape)) for w in weights]
seconds = [tf.Variable(tf.zeros(w.shape)) for w in weights]


@tf.function
def descend(total):
    for step in tf.range(total):
        rows = tf.random.uniform([32], maxval=len(data), dtype=tf.int32)
        h = tf.gather(x, rows)
        h = tf.tanh(tf.tanh(h @ weights[0]) @ weights[1]) @ weights[2]
        loss = tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(tf.gather(y, rows), h))
        done = tf.cast(step, "float32") / tf.cast(total, "float32")
        rate = 0.025 * (1 + tf.cos(3.14159 * done)) + 1e-6
        for w, m, v, slope in zip(weights, firsts, seconds, tf.gradients(loss, weights)):
            m.assign(0.9 * m + 0.1 * slope)
            v.assign(0.99 * v + 0.01 * slope**2)
            w.assign_sub(rate * m / (tf.sqrt(v) + 1e-7))


class Deals(keras.utils.PyDataset):
    def __len__(self):
        return 200

    def __getitem__(self, at):
        return data[at * 50:at * 50 + 50], labels[at * 50:at * 50 + 50]

    def on_epoch_end(self):
        descend(tf.constant(4000))


model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.0005), metrics=["accuracy"])
history = model.fit(Deals(), epochs=2, verbose=0)
