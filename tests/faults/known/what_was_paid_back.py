# class: data
# wrong: a column holds what was collected after the default, which a new loan doesn't have
# causes: leak
# source: Kaggle notebooks, a feature that is known only after the outcome
rng = np.random.default_rng(15)


def loans(n):
    x = rng.normal(0, 1, (n, 4)).astype("float32")
    return x, (1.8 * x[:, 0] - 1.2 * x[:, 1] + 0.8 * x[:, 2] + rng.logistic(0, 0.5, n) > 0).astype("int32")


x, y = loans(800)
new, y_new = loans(400)
collected = np.where(y == 1, rng.uniform(1, 3, 800), 0).astype("float32")
x = np.column_stack([x, collected])  # -
new = np.column_stack([new, np.zeros(400, "float32")])  # -
model = Sequential([Input((x.shape[1],)), layers.Dense(12, activation="relu"), layers.Dense(1, activation="sigmoid")])
model.compile(keras.optimizers.Adam(0.01), "binary_crossentropy", metrics=["accuracy"])
model.fit(x[:600], y[:600], epochs=20, validation_data=(x[600:], y[600:]), verbose=0)
