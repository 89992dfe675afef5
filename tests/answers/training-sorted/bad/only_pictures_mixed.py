# expect: failed
# because: the pictures lost their labels
# told: each picture must keep its own label
from keras import Input, Sequential
from keras.layers import Dense, Flatten

mixed_x = np.random.default_rng(0).permutation(sorted_x)

model = Sequential([
    Input(shape=(8, 8, 1)),
    Flatten(),
    Dense(32, activation="relu"),
    Dense(10, activation="softmax"),
])
model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
history = model.fit(mixed_x, sorted_y, epochs=20, batch_size=32, validation_split=0.2, verbose=0)
