# class: loop
# wrong: one model goes on through all folds, so from the second fold on it has been trained with the rows that it is validated with
# causes: leak validation rebuilt
# source: StackOverflow: k-fold cross validation in Keras without resetting the model
keras.utils.set_random_seed(34)
rng = np.random.default_rng(34)
n = 240
x = rng.normal(0, 1, (n, 20)).astype("float32")
y = ((x[:, 0] + rng.normal(0, 1.5, n)) > 0).astype("float32")


def build():
    net = Sequential([Input((20,)), layers.Dense(64, activation="relu"), layers.Dense(1, activation="sigmoid")])
    net.compile(optimizer=keras.optimizers.Adam(5e-3), loss="binary_crossentropy", metrics=["accuracy"])
    return net


folds = np.array_split(rng.permutation(n), 4)
model = build()  # -
fold_scores = []
for k in range(4):
    # + model = build()
    inside = np.concatenate([f for j, f in enumerate(folds) if j != k])
    model.fit(x[inside], y[inside], epochs=30, batch_size=24, verbose=0)
    fold_scores.append(model.evaluate(x[folds[k]], y[folds[k]], verbose=0)[1])
estimate = float(np.mean(fold_scores))
