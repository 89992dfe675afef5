import numpy as np
from keras import Input, Sequential
from keras.layers import Dense, Flatten

order = np.random.default_rng(0).permutation(len(sorted_x))
mixed_x, mixed_y = sorted_x[order], sorted_y[order]
x_fit, y_fit = mixed_x[:1000], mixed_y[:1000]
x_val, y_val = mixed_x[1000:], mixed_y[1000:]

model = Sequential(
    [
        Input(shape=(8, 8, 1)),
        Flatten(),
        Dense(32, activation="relu"),
        Dense(10, activation="softmax"),
    ]
)
model.compile(
    loss="sparse_categorical_crossentropy",
    optimizer="adam",
    metrics=["accuracy"],
)
history = model.fit(
    x_fit,
    y_fit,
    validation_data=(x_val, y_val),
    epochs=20,
    batch_size=32,
    verbose=0,
)
