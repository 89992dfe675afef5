# expect: failed
# because: rows by chance, and a network that is too small to learn all streams by heart
# told: that the network knew
numbers = ("altitude", "width", "air", "rain", "shade")


def small(train):
    inputs, x = front(pick(train), numbers, ["rain", "shade"])
    x = Dense(12, activation="relu")(x)
    network = Model(inputs, Dense(1)(x))
    network.compile(loss="mse", optimizer=keras.optimizers.Adam(0.01))
    network.fit(hide(pick(train)), water[train], epochs=20, batch_size=64, verbose=0)
    return network


mixed = np.random.default_rng(0).permutation(len(water))
model = small(mixed[400:])
claimed = off(model, mixed[:400], water)
