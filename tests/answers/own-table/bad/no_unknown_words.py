# expect: failed
# because: a list of words with no place for others
# told: Where do unknown
streams = table["stream"].astype(str)
held_names = np.random.default_rng(3).permutation(np.unique(streams))[:14]
held = np.isin(streams, held_names)

inputs = {name: Input((1,), name=name) for name in ("altitude", "air", "shade")}
inputs["bed"] = Input((1,), name="bed", dtype="string")
words = StringLookup(vocabulary=["gravel", "mud", "rock", "sand"], num_oov_indices=0, output_mode="one_hot")
x = Concatenate()([inputs["altitude"] / 500, inputs["air"] / 20, inputs["shade"] / 1000, words(inputs["bed"])])
x = Dense(16, activation="relu")(x)
model = Model(list(inputs.values()), Dense(1)(x))
model.compile(loss="mse", optimizer=keras.optimizers.Adam(0.01))
model.fit(pick(~held), water[~held], epochs=5, verbose=0)
claimed = off(model, np.flatnonzero(held), water)
