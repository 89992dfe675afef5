# expect: failed
# because: one model is trained, and another one handed in
# told: it was never trained, or hardly
from keras.regularizers import L2

numbers = ("altitude", "width", "air", "rain", "shade")

def trained(train, gaps=("rain", "shade"), units=32, epochs=20):
    inputs, x = front(pick(train), numbers, gaps)
    for _ in range(2):
        x = Dense(units, activation="relu", kernel_regularizer=L2(0.01))(x)
    model = Model(inputs, Dense(1)(x))
    model.compile(loss="mse", optimizer=keras.optimizers.Adam(0.01))

    model.fit(hide(pick(train)), water[train], epochs=epochs, batch_size=64, verbose=0)
    return model


streams = table["stream"].astype(str)
held_names = np.random.default_rng(3).permutation(np.unique(streams))[:14]
held = np.isin(streams, held_names)
good = trained(np.flatnonzero(~held))
claimed = off(good, np.flatnonzero(held), water)
inputs, x = front(table, numbers, ["rain", "shade"])
model = Model(inputs, Dense(1)(x))
