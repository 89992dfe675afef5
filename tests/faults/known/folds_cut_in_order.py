# class: data
# wrong: the rows are sorted by kind and the folds are cut in their order, so each holds back a kind that training lacks
# causes: order validation
# source: StackOverflow, KFold without shuffle gives 0 accuracy
x, y = flowers(300, seed=21)
order = np.argsort(y, kind="stable")
# + order = np.random.default_rng(0).permutation(300)
x, y = x[order], y[order]
found = []
for fold in np.array_split(np.arange(300), 3):
    rest = np.setdiff1d(np.arange(300), fold)
    model = Sequential([Input((4,)), layers.Dense(20, activation="relu"), layers.Dense(3, activation="softmax")])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(x[rest], y[rest], epochs=30, batch_size=10, verbose=0)
    found.append(model.evaluate(x[fold], y[fold], verbose=0)[1])
score = float(np.mean(found))
