# expect: failed
# because: a convolution, but Dense is paid for each of 8 x 121 numbers
# told: Which layer has the most
import keras
from keras import Input, Sequential
from keras.layers import Conv2D, Dense, Flatten, MaxPooling2D

model = Sequential([
    Input(shape=(24, 24, 1)),
    Conv2D(8, 3, activation="relu"),
    MaxPooling2D(2),
    Flatten(),
    Dense(10, activation="softmax"),
])
model.compile(
    loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"]
)
model.fit(moved, labels, epochs=20, batch_size=32, validation_split=0.1, verbose=0)
