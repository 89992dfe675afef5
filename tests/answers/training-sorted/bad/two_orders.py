# expect: failed
# because: pictures and labels are mixed each in an order of their own
# told: Some pictures have lost their labels
from keras import Input, Sequential
from keras.layers import Dense, Flatten

rng = np.random.default_rng(0)
mixed_x, mixed_y = rng.permutation(sorted_x), rng.permutation(sorted_y)
x_fit, y_fit = mixed_x[:1000], mixed_y[:1000]
x_val, y_val = mixed_x[1000:], mixed_y[1000:]

model = Sequential([
    Input(shape=(8, 8, 1)),
    Flatten(),
    Dense(32, activation="relu"),
    Dense(10, activation="softmax"),
])
model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
history = model.fit(x_fit, y_fit, epochs=20, batch_size=32, validation_data=(x_val, y_val), verbose=0)

shared = len({p.tobytes() for p in x_fit} & {p.tobytes() for p in x_val})
