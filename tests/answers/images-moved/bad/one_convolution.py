# expect: failed
# because: four windows of 3 by 3 find four kinds of strokes, too few to tell ten digits apart
# told: take more filters, or larger windows
import keras
from keras import Input, Sequential
from keras.layers import Conv2D, Dense, GlobalMaxPooling2D

model = Sequential([
    Input(shape=(24, 24, 1)),
    Conv2D(4, 3, activation="relu"),
    GlobalMaxPooling2D(),
    Dense(10, activation="softmax"),
])
model.compile(
    loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"]
)
model.fit(moved, labels, epochs=20, batch_size=32, validation_split=0.1, verbose=0)
