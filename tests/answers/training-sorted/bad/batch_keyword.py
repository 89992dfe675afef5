# expect: failed
# because: fit has no argument called batch
# told: batch_size
from keras import Input, Sequential
from keras.layers import Dense, Flatten

mixed = np.random.default_rng(0).permutation(len(sorted_y))

model = Sequential([
    Input(shape=(8, 8, 1)),
    Flatten(),
    Dense(32, activation="relu"),
    Dense(10, activation="softmax"),
])
model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
history = model.fit(
    sorted_x[mixed], sorted_y[mixed], epochs=20, batch=32, validation_split=0.2, verbose=0
)
