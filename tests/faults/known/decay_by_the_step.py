# class: rate
# wrong: the rate is meant to fall a little every epoch, and falls after each batch
# causes: rate
# source: StackOverflow, decay_steps of ExponentialDecay; Keras issues
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(54)
arm = rng.integers(0, 3, 1200)
r = rng.uniform(0.2, 1, 1200)
turn = arm * 2 * np.pi / 3 + 3 * r + rng.normal(0, 0.12, 1200)
x = np.stack([r * np.cos(turn), r * np.sin(turn)], axis=1)

schedule = keras.optimizers.schedules.ExponentialDecay(
    0.01,
    decay_steps=1,  # -
    # + decay_steps=32,
    decay_rate=0.9,
)
model = keras.Sequential([keras.Input((2,)), layers.Dense(48, activation="relu"), layers.Dense(48, activation="relu"), layers.Dense(3, activation="softmax")])
model.compile(keras.optimizers.Adam(schedule), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x[:1024], arm[:1024], epochs=25, batch_size=32, validation_data=(x[1024:], arm[1024:]), verbose=0)
