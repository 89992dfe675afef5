# expect: passed
# because: a weighted sum of the columns can't learn streams by heart, so its claim holds whatever rows it is measured on
numbers = ("altitude", "width", "air", "rain", "shade")


def line(rows):
    inputs, x = front(pick(rows), numbers, gaps=["rain", "shade"])
    model = Model(inputs, Dense(1)(x))
    model.compile(loss="mse", optimizer=keras.optimizers.Adam(0.03))
    model.fit(pick(rows), water[rows], epochs=20, batch_size=64, verbose=0)
    return model


mixed = np.random.default_rng(0).permutation(len(water))
held, train = mixed[:400], mixed[400:]
claimed = off(line(train), held, water)
model = line(mixed)
