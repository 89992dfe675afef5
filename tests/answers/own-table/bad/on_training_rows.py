# expect: failed
# because: how far it is off on what it was trained on
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


every = np.arange(len(water))
model = big(every)
claimed = off(model, every, water)
