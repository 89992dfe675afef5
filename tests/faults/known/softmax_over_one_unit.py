# class: output
# wrong: a softmax of one unit is always 1
# causes: activation
# source: StackOverflow, Dense(1, activation="softmax"); NeuraLint
rng = np.random.default_rng(44)
pulse = rng.normal(0, 1, (600, 30, 1)).astype("float32") * 0.3
faint = rng.integers(0, 2, 600)
for trace, weak in zip(pulse, faint):
    begin = rng.integers(0, 22)
    trace[begin : begin + 8, 0] += np.hanning(8) * (0.8 if weak else 2.0)

model = keras.Sequential([
    Input((30, 1)),
    layers.Conv1D(12, 5, activation="relu"),
    layers.GlobalMaxPooling1D(),
    layers.Dense(16, activation="relu"),
    layers.Dense(1, activation="softmax"),  # -
    # + layers.Dense(1, activation="sigmoid"),
])
model.compile(keras.optimizers.Adam(0.005), "binary_crossentropy", metrics=["accuracy"])
model.fit(pulse[:480], faint[:480], epochs=15, batch_size=32, validation_data=(pulse[480:], faint[480:]), verbose=0)
