# expect: passed
# because: three groups of streams by hand, a small network, and RMSprop
numbers = ("altitude", "width", "air", "rain", "shade")


def small(train):
    inputs, x = front(pick(train), numbers, gaps=["shade", "rain"])
    x = Dense(12, activation="relu")(x)
    network = Model(inputs, Dense(1)(x))
    network.compile(loss="mse", optimizer=keras.optimizers.RMSprop(0.01))
    network.fit(hide(pick(train)), water[train], epochs=20, batch_size=64, verbose=0)
    return network


third = np.array([int(name[1:]) % 3 for name in table["stream"]])
mistakes = []
for part in range(3):
    model = small(np.flatnonzero(third != part))
    mistakes.append(off(model, np.flatnonzero(third == part), water))
model = small(np.arange(len(water)))
claimed = float(np.mean(mistakes))
