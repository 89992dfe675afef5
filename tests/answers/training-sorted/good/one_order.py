# expect: passed
# because: one random order for both arrays, then the last fifth
from keras import Input, Sequential
from keras.layers import Dense, Flatten

mixed = np.random.default_rng(1).permutation(len(sorted_y))

model = Sequential([
    Input(shape=(8, 8, 1)),
    Flatten(),
    Dense(32, activation="relu"),
    Dense(10, activation="softmax"),
])
model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
history = model.fit(
    sorted_x[mixed], sorted_y[mixed], epochs=25, batch_size=32, validation_split=0.2, verbose=0
)
