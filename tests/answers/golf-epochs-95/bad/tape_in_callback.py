# expect: failed
# because: 4,000 steps of a loop before the first epoch, in a callback
# told: Let fit do all of the training
import keras
import numpy as np
import tensorflow as tf
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([
    Input((3,)),
    Dense(8, activation="tanh", use_bias=False, kernel_initializer="he_uniform"),
    Dense(8, activation="tanh", use_bias=False, kernel_initializer="he_uniform"),
    Dense(1, activation="sigmoid", use_bias=False),
])
rate = keras.optimizers.schedules.CosineDecay(0.02, decay_steps=20000)
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(rate), metrics=["accuracy"])

x, y = tf.constant(data, "float32"), tf.constant(labels, "float32")


@tf.function
def step(rows):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(keras.losses.binary_crossentropy(tf.gather(y, rows), model(tf.gather(x, rows))))
    model.optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)


class More(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        for _ in range(4_000):
            step(tf.constant(np.random.randint(0, 10_000, 32)))


history = model.fit(data, labels, epochs=1, batch_size=32, verbose=0, callbacks=[More()])
