# class: data
# wrong: the axes (lead, step) are brought to (step, lead) with reshape, which mixes the two leads and the times
# causes: data order
# source: StackOverflow questions on reshape instead of transpose for Conv1D/LSTM inputs
keras.utils.set_random_seed(11)
rng = np.random.default_rng(11)


def beats(n):
    label = rng.integers(0, 2, n)
    at = rng.integers(14, 50, n)
    lag = np.where(label == 1, 4, -4)
    t = np.arange(64)
    first = np.exp(-((t - at[:, None]) ** 2) / 4)
    second = 0.9 * np.exp(-((t - (at + lag)[:, None]) ** 2) / 4)
    x = np.stack([first, second], axis=1) + rng.normal(0, 0.08, (n, 2, 64))
    return x.astype("float32"), label


x_train, y_train = beats(900)
x_test, y_test = beats(300)
to_steps = lambda x: x.reshape(-1, 64, 2)  # -
# + to_steps = lambda x: x.transpose(0, 2, 1)
inputs = Input((64, 2))
h = layers.Conv1D(12, 7, activation="relu")(inputs)
h = layers.Conv1D(12, 5, activation="relu")(h)
h = layers.GlobalMaxPooling1D()(h)
outputs = layers.Dense(1, activation="sigmoid")(h)
model = Model(inputs, outputs)
model.compile(optimizer=keras.optimizers.Adam(3e-3), loss="binary_crossentropy", metrics=["accuracy"])
history = model.fit(to_steps(x_train), y_train, epochs=16, batch_size=32, validation_data=(to_steps(x_test), y_test), verbose=0)
