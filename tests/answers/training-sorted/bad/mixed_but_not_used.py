# expect: failed
# because: permutation returns a mixed copy; the array itself stays sorted
# told: Mix the rows before they are divided
from keras import Input, Sequential
from keras.layers import Dense, Flatten

rng = np.random.default_rng(0)
rng.permutation(sorted_x)
rng.permutation(sorted_y)
x_fit, y_fit = sorted_x[:1000], sorted_y[:1000]
x_val, y_val = sorted_x[1000:], sorted_y[1000:]

model = Sequential([
    Input(shape=(8, 8, 1)),
    Flatten(),
    Dense(32, activation="relu"),
    Dense(10, activation="softmax"),
])
model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
history = model.fit(x_fit, y_fit, epochs=20, batch_size=32, validation_data=(x_val, y_val), verbose=0)

shared = len({p.tobytes() for p in x_fit} & {p.tobytes() for p in x_val})
