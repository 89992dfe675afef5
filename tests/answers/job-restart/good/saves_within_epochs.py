# expect: passed
# because: BackupAndRestore after each 70 batches: the epoch that had begun is made again from its start
import argparse

import keras
from keras import Input, Sequential
from keras.layers import Dense

parser = argparse.ArgumentParser()
parser.add_argument("--epochs", type=int, default=5)
parser.add_argument("--seed", type=int, default=0)
args = parser.parse_args([])
keras.utils.set_random_seed(args.seed)


@keras.saving.register_keras_serializable("motors")
class Level(keras.layers.Layer):
    def __init__(self, level=1.0, **options):
        super().__init__(**options)
        self.level = level

    def call(self, x):
        mean = keras.ops.mean(x**2, axis=-1, keepdims=True)
        return self.level * x / keras.ops.sqrt(mean)

    def get_config(self):
        return {**super().get_config(), "level": self.level}


model = Sequential([
    Input(shape=(500,)),
    Level(3.0),
    Dense(16, activation="relu"),
    Dense(1, activation="sigmoid"),
])
model.compile(
    loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"]
)
model.fit(
    Batches(size=1000),
    epochs=args.epochs,
    callbacks=[keras.callbacks.BackupAndRestore("backup", save_freq=70)],
    verbose=0,
)
model.save("final.keras")
