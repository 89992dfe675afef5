# class: labels
# wrong: labels are -1 and 1 but binary cross entropy with a sigmoid wants 0 and 1
# causes: labels loss
# source: Stack Overflow questions on negative losses; NeuraLint / Humbatova et al. (wrong label encoding)
keras.utils.set_random_seed(21)


def mails(n, seed):
    rng = np.random.default_rng(seed)
    spam = rng.random(n) < 0.4
    rates = np.where(spam[:, None], [2.0, 1.5, 0.3, 1.0, 0.2, 1.0], [0.3, 0.8, 1.5, 1.0, 1.2, 1.0])
    counts = rng.poisson(rates)
    return np.log1p(counts).astype("float32"), np.where(spam, 1, -1)


x, side = mails(1200, 0)
y = side  # -
# + y = (side + 1) // 2

model = keras.Sequential()
model.add(layers.Input(shape=(6,)))
model.add(layers.Dense(16, activation="relu"))
model.add(layers.Dense(16, activation="relu"))
model.add(layers.Dense(1, activation="sigmoid"))
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(x, y, epochs=25, batch_size=32, validation_split=0.2, verbose=0)
