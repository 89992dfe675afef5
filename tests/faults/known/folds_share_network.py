# class: data
# wrong: the same network is trained in all folds, so it has seen what it is validated on
# causes: validation leak
# source: Humbatova 2020, incorrect train/test data split
rng = np.random.default_rng(7)
x, y = flowers(200)
y = np.where(rng.random(200) < 0.3, rng.integers(0, 3, 200), y)


def make():
    net = Sequential([Input((4,)), layers.Dense(64, activation="relu"), layers.Dense(3, activation="softmax")])
    net.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return net


folds = np.array_split(rng.permutation(200), 4)
model = make()
for held in range(4):
    # + model = make()
    rows = np.concatenate([fold for at, fold in enumerate(folds) if at != held])
    model.fit(x[rows], y[rows], epochs=30, validation_data=(x[folds[held]], y[folds[held]]), verbose=0)
