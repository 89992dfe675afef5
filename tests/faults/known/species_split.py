# class: data
# wrong: the table is sorted by species and validation_split takes the end, so the last species is never trained on
# causes: order validation data
# source: Keras FAQ on validation_split; Stack Overflow questions on sorted data
keras.utils.set_random_seed(12)


def beetles(per_kind, seed):
    rng = np.random.default_rng(seed)
    centre = np.random.default_rng(99).normal(0, 1.6, (5, 6))
    x = np.concatenate([centre[k] + rng.normal(0, 0.8, (per_kind, 6)) for k in range(5)])
    return x.astype("float32"), np.repeat(np.arange(5), per_kind)


x, species = beetles(160, 0)
targets = keras.utils.to_categorical(species, 5)
order = np.arange(len(x))  # -
# + order = np.random.default_rng(1).permutation(len(x))
x, targets = x[order], targets[order]

model = Sequential([
    Input((6,)),
    layers.Dense(32, activation="relu"),
    layers.Dense(5, activation="softmax"),
])
model.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
model.fit(x, targets, validation_split=0.2, epochs=30, batch_size=16, verbose=0)
