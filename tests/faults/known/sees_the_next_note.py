# class: output
# wrong: the convolution that is to tell the next note looks at both sides, and so sees that note
# causes: leak
# source: Keras issues, Conv1D padding causal and same in sequence models
rng = np.random.default_rng(120)
table = rng.dirichlet(np.full(8, 0.1), (8, 8))  # how likely each note follows the two before
songs = rng.integers(0, 8, (300, 25))
for t in range(2, 25):
    chance = table[songs[:, t - 2], songs[:, t - 1]].cumsum(axis=1)
    songs[:, t] = np.minimum((rng.random((300, 1)) > chance).sum(axis=1), 7)
x, y = songs[:, :-1], songs[:, 1:]

padding = "same"  # -
# + padding = "causal"
model = Sequential([
    Input((24,), dtype="int32"),
    layers.Embedding(8, 16),
    layers.Conv1D(48, 3, padding=padding, activation="relu"),
    layers.Conv1D(48, 3, padding=padding, activation="relu"),
    layers.Dense(8, activation="softmax"),
])
model.compile(keras.optimizers.Adam(0.005), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x[:250], y[:250], validation_data=(x[250:], y[250:]), epochs=12, batch_size=25, verbose=0)

told = model.predict(songs[250:, :24], verbose=0)[:, -1].argmax(axis=1)
right = np.mean(told == songs[250:, 24])
