# expect: passed
# because: a network for pictures without a channel axis; Keras drops an axis of length 1 where none is wanted
x = np.transpose(pictures, (2, 0, 1))
import keras
from keras import Input, Sequential
from keras.layers import Dense, Flatten

model = Sequential([
    Input(shape=(8, 8)),
    Flatten(),
    Dense(10, activation="softmax"),
])
model.compile(
    optimizer=keras.optimizers.Adam(0.01),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
model.fit(x, labels, epochs=10, batch_size=32, verbose=0)
