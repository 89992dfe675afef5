# expect: failed
# because: permutation returns a mixed copy; the array itself stays sorted
# told: Mix the rows before fit divides them
from keras import Input, Sequential
from keras.layers import Dense, Flatten

rng = np.random.default_rng(0)
rng.permutation(sorted_x)
rng.permutation(sorted_y)

model = Sequential([
    Input(shape=(8, 8, 1)),
    Flatten(),
    Dense(32, activation="relu"),
    Dense(10, activation="softmax"),
])
model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
history = model.fit(sorted_x, sorted_y, epochs=20, batch_size=32, validation_split=0.2, verbose=0)
