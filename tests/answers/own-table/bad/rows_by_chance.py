# expect: failed
# because: clean, and shuffled as always: the rows held out are of streams that the network knows
# told: divided by what was found on new streams
numbers = ("altitude", "width", "air", "rain", "shade")


def big(train, gaps=("rain", "shade"), epochs=20):
    inputs, x = front(pick(train), numbers, gaps)
    x = Dense(64, activation="relu")(x)
    x = Dense(64, activation="relu")(x)
    model = Model(inputs, Dense(1)(x))
    model.compile(loss="mse", optimizer=keras.optimizers.Adam(0.01))
    model.fit(hide(pick(train)), water[train], epochs=epochs, batch_size=64, verbose=0)
    return model


mixed = np.random.default_rng(0).permutation(len(water))
held, train = mixed[:400], mixed[400:]
model = big(train)
claimed = off(model, held, water)
