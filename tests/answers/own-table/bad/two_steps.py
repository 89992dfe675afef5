# expect: failed
# because: whole streams, and two steps of training
# told: epochs do better
numbers = ("altitude", "width", "air", "rain", "shade")


def big(train, gaps=("rain", "shade"), epochs=20):
    inputs, x = front(pick(train), numbers, gaps)
    x = Dense(64, activation="relu")(x)
    x = Dense(64, activation="relu")(x)
    model = Model(inputs, Dense(1)(x))
    model.compile(loss="mse", optimizer=keras.optimizers.Adam(0.01))
    model.fit(pick(train), water[train], epochs=epochs, batch_size=1024, verbose=0)
    return model


streams = table["stream"].astype(str)
held_names = np.random.default_rng(3).permutation(np.unique(streams))[:14]
held = np.isin(streams, held_names)
model = big(np.flatnonzero(~held), epochs=1)
claimed = off(model, np.flatnonzero(held), water)
