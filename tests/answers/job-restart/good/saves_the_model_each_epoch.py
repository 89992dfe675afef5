# expect: passed
# because: ModelCheckpoint keeps the whole model, and initial_epoch is counted from its files; no get_config
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


kept = sorted(Path().glob("epoch-*.keras"))
if kept:
    model = keras.saving.load_model(kept[-1])
else:
    model = Sequential([Input((500,)), Level(2.0), Dense(8, activation="tanh"), Dense(1, activation="sigmoid")])
    model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.AdamW(0.003))
saves = keras.callbacks.ModelCheckpoint("epoch-{epoch:02}.keras")
model.fit(Batches(size=1000), epochs=5, initial_epoch=len(kept), callbacks=[saves], verbose=0)
model.save("final.keras")
