# expect: failed
# because: a Dense network has to learn each place again
# told: Which layer looks for the same thing everywhere
import keras
from keras import Input, Sequential
from keras.layers import Dense, Flatten

model = Sequential([
    Input(shape=(12, 12, 1)),
    Flatten(),
    Dense(12, activation="relu"),
    Dense(10, activation="softmax"),
])
model.compile(
    loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"]
)
model.fit(moved, labels, epochs=20, batch_size=32, validation_split=0.1, verbose=0)
