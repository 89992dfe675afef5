# expect: failed
# because: reads batch by batch, and does everything else as the starter: the second start trains anew
# told: not all of them again
import argparse

import keras
import numpy as np
from keras import Input, Sequential
from keras.layers import Dense

parser = argparse.ArgumentParser()
parser.add_argument("--epochs", type=int, default=5)
parser.add_argument("--seed", type=int, default=0)
args = parser.parse_args([])
keras.utils.set_random_seed(args.seed)


class Level(keras.layers.Layer):
    def __init__(self, level=1.0, **options):
        super().__init__(**options)
        self.level = level

    def call(self, x):
        mean = keras.ops.mean(x**2, axis=-1, keepdims=True)
        return self.level * x / keras.ops.sqrt(mean)

    def get_config(self):
        return super().get_config()


model = Sequential([
    Input(shape=(500,)),
    Level(3.0),
    Dense(16, activation="relu"),
    Dense(1, activation="sigmoid"),
])
model.compile(
    loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"]
)

model.fit(Batches(size=1000), epochs=args.epochs, verbose=0)
model.save("final.keras")
