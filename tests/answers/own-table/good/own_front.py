# expect: passed
# because: layers of its own: an embedding of the beds, numbers scaled by their own means, early stopping by whole streams
from keras.layers import Embedding, Flatten

streams = table["stream"].astype(str)
held_names = np.random.default_rng(3).permutation(np.unique(streams))[:14]
held = np.isin(streams, held_names)

home = ~held
inputs = {name: Input((1,), name=name) for name in ("altitude", "width", "air", "rain", "shade")}
inputs |= {name: Input((1,), name=name, dtype="string") for name in ("unit", "bed")}
feet = ops.cast(StringLookup(vocabulary=["ft"])(inputs["unit"]), "float32")
parts = []
for name in ("altitude", "air", "rain", "shade"):
    known = table[name][home & (table[name] > -900)]
    x = (inputs[name] - float(known.mean())) / float(known.std())
    there = ops.cast(inputs[name] > -900, "float32")
    parts += [x * there, there]
metres = inputs["width"] * (feet * 0.3048 + 1 - feet)
parts.append((metres - 5.0) / 2.3)
bed = StringLookup(vocabulary=sorted(set(table["bed"])))(inputs["bed"])
parts.append(Flatten()(Embedding(5, 3)(bed)))
x = Concatenate()(parts)
x = Dense(24, activation="tanh")(x)
model = Model(list(inputs.values()), Dense(1)(x))
model.compile(loss="mae", optimizer=keras.optimizers.Adam(0.02))
stop = keras.callbacks.EarlyStopping(patience=6, restore_best_weights=True)


def those(which):
    return {name: table[name][which] for name in inputs}


model.fit(
    hide(those(home)), water[home], validation_data=(those(held), water[held]),
    epochs=40, batch_size=64, verbose=0, callbacks=[stop],
)
claimed = model.evaluate(those(held), water[held], verbose=0)
