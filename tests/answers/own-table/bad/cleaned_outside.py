# expect: failed
# because: cleaned and scaled in NumPy; the model has never seen a row as it is
# told: is all the cleaning inside
streams = table["stream"].astype(str)
held_names = np.random.default_rng(3).permutation(np.unique(streams))[:14]
held = np.isin(streams, held_names)

def clean(name):
    known = table[name][table[name] > -900]
    return np.where(table[name] > -900, (table[name] - known.mean()) / known.std(), 0).astype("float32")


names_used = ("altitude", "width", "air", "rain", "shade")
cleaned = {name: clean(name) for name in names_used}
inputs = {name: Input((1,), name=name) for name in names_used}
x = Dense(32, activation="relu")(Concatenate()(list(inputs.values())))
model = Model(inputs, Dense(1)(x))
model.compile(loss="mse", optimizer=keras.optimizers.Adam(0.01))
model.fit({n: c[~held] for n, c in cleaned.items()}, water[~held], epochs=20, batch_size=64, verbose=0)
said = model.predict({n: c[held] for n, c in cleaned.items()}, verbose=0)[:, 0]
claimed = np.abs(said - water[held]).mean()
