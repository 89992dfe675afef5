# expect: passed
# because: tf.data from a generator, one fit an epoch, and the model saved after each; what exists isn't trained again
from pathlib import Path

import keras
from keras import Input, Sequential
from keras.layers import Dense
import tensorflow as tf


@keras.saving.register_keras_serializable()
class Level(keras.layers.Layer):
    def __init__(self, level=1.0, **options):
        super().__init__(**options)
        self.level = level

    def call(self, x):
        return self.level * x / keras.ops.sqrt(keras.ops.mean(x**2, axis=-1, keepdims=True))


model = Sequential([
    Input(shape=(500,)),
    Level(3.0),
    Dense(16, activation="relu"),
    Dense(1, activation="sigmoid"),
])
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])


def batches():
    recordings = np.load("motors.npy", mmap_mode="r")
    for at in range(0, 100_000, 1000):
        yield recordings[at:at + 1000], worn[at:at + 1000]


spec = (tf.TensorSpec((None, 500)), tf.TensorSpec((None,)))
data = tf.data.Dataset.from_generator(batches, output_signature=spec).prefetch(2)
for epoch in range(5):
    kept = Path(f"kept-{epoch}.keras")
    if kept.exists():
        model = keras.saving.load_model(kept)
    else:
        model.fit(data, verbose=0)
        model.save(kept)
model.save("final.keras")
