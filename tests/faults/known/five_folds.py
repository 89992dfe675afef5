# class: prediction
# wrong: one model goes through all five folds, and is judged by rows that it was trained on before
# causes: rebuilt loop leak validation
# source: StackOverflow and Kaggle, cross-validation without building the model again
rng = np.random.default_rng(44)


def patients(n):
    x = rng.normal(0, 1, (n, 25)).astype("float32")
    return x, (x[:, 0] - x[:, 1] + 0.6 * x[:, 2] + rng.logistic(0, 0.6, n) > 0).astype("int32")


def build():
    model = Sequential([Input((25,)), layers.Dense(96, activation="relu"), layers.Dense(1, activation="sigmoid")])
    model.compile(keras.optimizers.Adam(0.004), "binary_crossentropy", metrics=["accuracy"])
    return model


x, y = patients(300)
new, y_new = patients(600)
fold = np.arange(300) % 5
model = build()  # -
scores = []
for k in range(5):
    # + model = build()
    model.fit(x[fold != k], y[fold != k], epochs=8, verbose=0)
    scores.append(model.evaluate(x[fold == k], y[fold == k], verbose=0)[1])
