# expect: failed
# because: pictures and labels are mixed each in an order of their own
# told: each picture must keep its own label
from keras import Input, Sequential
from keras.layers import Dense, Flatten

rng = np.random.default_rng(0)
mixed_x, mixed_y = rng.permutation(sorted_x), rng.permutation(sorted_y)

model = Sequential([
    Input(shape=(8, 8, 1)),
    Flatten(),
    Dense(32, activation="relu"),
    Dense(10, activation="softmax"),
])
model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
history = model.fit(mixed_x, mixed_y, epochs=20, batch_size=32, validation_split=0.2, verbose=0)
