# expect: failed
# because: the starter, with a hidden layer that learns the jumble by heart
# told: the pictures are cut up
x = pictures.reshape(1257, 8, 8, 1)
import keras
from keras import Input, Sequential
from keras.layers import Dense, Flatten

model = Sequential([
    Input(shape=(8, 8, 1)),
    Flatten(),
    Dense(64, activation="relu"),
    Dense(10, activation="softmax"),
])
model.compile(
    optimizer=keras.optimizers.Adam(0.01),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
model.fit(x, labels, epochs=10, batch_size=32, verbose=0)
