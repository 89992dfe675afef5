# why: three rows in a hundred are defects, but they have a weight and the recall is watched instead of the accuracy
keras.utils.set_random_seed(111)


def parts(n, seed):
    rng = np.random.default_rng(seed)
    bad = rng.random(n) < 0.03
    x = rng.normal(0, 1, (n, 6)) + bad[:, None] * np.array([2, -1.5, 1, 0, 0, 0])
    return x.astype("float32"), bad.astype("int32")


x, bad = parts(4000, 0)
model = Sequential([Input((6,)), layers.Dense(16, activation="relu"), layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy", metrics=[keras.metrics.Recall(), keras.metrics.AUC()])
model.fit(x, bad, class_weight={0: 1.0, 1: 30.0}, epochs=8, batch_size=64, verbose=0)
