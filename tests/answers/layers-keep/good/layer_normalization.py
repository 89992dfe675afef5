# expect: passed
# because: a layer that does more than the Lambda, in a Sequential model, without softmax
import keras
from keras import layers

model = keras.Sequential([
    keras.Input((8, 8, 1)),
    layers.LayerNormalization(axis=(1, 2, 3)),
    layers.Conv2D(12, 3, activation="relu"),
    layers.MaxPooling2D(),
    layers.Flatten(),
    layers.Dense(10),
])
model.compile(
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True), optimizer=keras.optimizers.Nadam(0.005)
)
model.fit(photos, labels, epochs=20, validation_split=0.1, verbose=0)
