# expect: failed
# because: the first start ends at once, and the second trains all epochs
# told: before it could be stopped in epoch 3
from pathlib import Path

import keras
from keras import Input, Sequential
from keras.layers import Dense


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
first = not Path("seen").exists()
Path("seen").touch()
if not first:
    model.fit(Batches(size=1000), epochs=5, verbose=0)
model.save("final.keras")
