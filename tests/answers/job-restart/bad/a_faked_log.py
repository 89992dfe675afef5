# expect: failed
# because: it writes down that epochs are done, and keeps nothing of them
# told: save what training needs to go on
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
log = Path("log.json")
done = json.loads(log.read_text()) if log.exists() else []
while len(done) < 5:
    model.fit(Batches(size=1000), verbose=0)
    done.append(0.1 / (1 + len(done)))
    log.write_text(json.dumps(done))
model.save("final.keras")
