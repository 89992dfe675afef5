# expect: failed
# because: two random draws from the same rows: most validation pictures are trained on as well
# told: Each may be in only one of them
from keras import Input, Sequential
from keras.layers import Dense, Flatten

rng = np.random.default_rng(0)
first, second = rng.permutation(1257)[:1000], rng.permutation(1257)[:257]
x_fit, y_fit = sorted_x[first], sorted_y[first]
x_val, y_val = sorted_x[second], sorted_y[second]

model = Sequential([
    Input(shape=(8, 8, 1)),
    Flatten(),
    Dense(32, activation="relu"),
    Dense(10, activation="softmax"),
])
model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
history = model.fit(x_fit, y_fit, epochs=20, batch_size=32, validation_data=(x_val, y_val), verbose=0)

shared = len({p.tobytes() for p in x_fit} & {p.tobytes() for p in x_val})
