# expect: failed
# because: it makes up for lost time by a higher rate
# told: another rate is another training
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
kept = sorted(Path().glob("epoch-*.keras"))
if kept:
    model = keras.saving.load_model(kept[-1])
    model.optimizer.learning_rate = 0.01
saves = keras.callbacks.ModelCheckpoint("epoch-{epoch:02}.keras")
model.fit(Batches(size=1000), epochs=5, initial_epoch=len(kept), callbacks=[saves], verbose=0)
model.save("final.keras")
