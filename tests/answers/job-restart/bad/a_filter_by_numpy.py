# expect: failed
# because: the mean worn recording, taken by NumPy from a few batches, is the answer; a network is trained beside it, and counts nothing
# told: mixed up
import keras
import numpy as np
from keras import Input, Model
from keras.layers import Dense

keras.utils.set_random_seed(0)


@keras.saving.register_keras_serializable("motors")
class Level(keras.layers.Layer):
    def call(self, x):
        mean = keras.ops.mean(x**2, axis=-1, keepdims=True)
        return x / keras.ops.sqrt(mean)


@keras.saving.register_keras_serializable("motors")
class Compared(keras.layers.Layer):
    def __init__(self, known, **options):
        super().__init__(**options)
        self.known = known

    def call(self, x, beside):
        known = np.array(self.known, "float32")
        alike = keras.ops.sum(x * known, axis=-1, keepdims=True) - np.sum(known**2) / 2
        return keras.ops.sigmoid(alike) + 1e-9 * beside

    def get_config(self):
        return {**super().get_config(), "known": self.known}


batches = Batches(size=1000)
hum_of = 0
for i in range(10):
    x, y = batches[i]
    x = x / np.sqrt(np.mean(x**2, axis=1, keepdims=True))
    hum_of = hum_of + (x[y > 0.5].mean(axis=0) - x[y < 0.5].mean(axis=0)) / 10

inputs = Input((500,))
x = Level()(inputs)
beside = Dense(1, activation="sigmoid")(Dense(16, activation="relu")(x))
model = Model(inputs, Compared([float(each) for each in hum_of])(x, beside))
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
backup = keras.callbacks.BackupAndRestore("backup")
model.fit(batches, epochs=5, verbose=0, callbacks=[backup])
model.save("final.keras")
