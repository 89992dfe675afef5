# expect: passed
# because: in another order with its labels, and a hidden layer
order = np.random.default_rng(1).permutation(len(labels))
x, labels = pictures.transpose(2, 0, 1)[order, :, :, None], labels[order]
import keras
from keras import Input, Sequential
from keras.layers import Dense, Flatten

model = Sequential([
    Input(shape=(8, 8, 1)),
    Flatten(),
    Dense(32, activation="relu"),
    Dense(10, activation="softmax"),
])
model.compile(
    optimizer=keras.optimizers.Adam(0.01),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
model.fit(x, labels, epochs=10, batch_size=32, verbose=0)
