# expect: failed
# because: only the weights are kept, and the number of the epoch
# told: weights alone are not enough
import json
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
kept = Path("weights.json")
begun = 0
if kept.exists():
    begun, weights = json.loads(kept.read_text())
    model.set_weights([np.array(each) for each in weights])


class Keep(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        kept.write_text(json.dumps([epoch + 1, [each.tolist() for each in self.model.get_weights()]]))


model.fit(Batches(size=1000), epochs=5, initial_epoch=begun, callbacks=[Keep()], verbose=0)
model.save("final.keras")
