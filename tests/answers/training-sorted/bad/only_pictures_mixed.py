# expect: failed
# because: the pictures lost their labels
# told: Some pictures have lost their labels
from keras import Input, Sequential
from keras.layers import Dense, Flatten

mixed_x = np.random.default_rng(0).permutation(sorted_x)
x_fit, y_fit = mixed_x[:1000], sorted_y[:1000]
x_val, y_val = mixed_x[1000:], sorted_y[1000:]

model = Sequential([
    Input(shape=(8, 8, 1)),
    Flatten(),
    Dense(32, activation="relu"),
    Dense(10, activation="softmax"),
])
model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
history = model.fit(x_fit, y_fit, epochs=20, batch_size=32, validation_data=(x_val, y_val), verbose=0)

shared = len({p.tobytes() for p in x_fit} & {p.tobytes() for p in x_val})
