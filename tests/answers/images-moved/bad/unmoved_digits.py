# expect: failed
# because: trained on the pictures of 8 by 8, where digits do not move
# told: or not on `moved`
import keras
from keras import Input, Sequential
from keras.layers import Conv2D, Dense, GlobalMaxPooling2D, MaxPooling2D

model = Sequential([
    Input(shape=(24, 24, 1)),
    Conv2D(8, 3, activation="relu"),
    MaxPooling2D(2),
    Conv2D(16, 3, activation="relu"),
    GlobalMaxPooling2D(),
    Dense(10, activation="softmax"),
])
model.compile(
    loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"]
)
model.fit(images, labels, epochs=20, verbose=0)
