# expect: failed
# because: whole streams, and the empty fields filled, but a width in feet counts like one in metres
# told: feet still feet
streams = table["stream"].astype(str)
held_names = np.random.default_rng(3).permutation(np.unique(streams))[:14]
held = np.isin(streams, held_names)
inputs = {name: Input((1,), name=name) for name in ("altitude", "width", "air", "rain", "shade")}
inputs["bed"] = Input((1,), name="bed", dtype="string")
parts = []
for name in ("altitude", "width", "air", "rain", "shade"):
    known = table[name][~held & (table[name] > -900)]
    x = (inputs[name] - float(known.mean())) / float(known.std())
    parts.append(ops.where(ops.equal(inputs[name], -9999), 0.0, x))
beds = StringLookup(vocabulary=["gravel", "mud", "rock", "sand"], output_mode="one_hot")
x = Concatenate()([*parts, beds(inputs["bed"])])
x = Dense(32, activation="relu", kernel_regularizer="l2")(x)
model = Model(list(inputs.values()), Dense(1)(x))
model.compile(loss="mse", optimizer=keras.optimizers.Adam(0.01))
model.fit(hide(pick(~held)), water[~held], epochs=20, batch_size=64, verbose=0)
claimed = off(model, np.flatnonzero(held), water)
