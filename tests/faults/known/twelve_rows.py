# class: data
# wrong: twelve rows to learn from
# causes: data overfitting
# source: Humbatova 2020, not enough training data
x, y = flowers()
few = slice(0, 12)  # -
# + few = slice(0, 400)
x = x + np.random.default_rng(4).normal(0, 1, x.shape)
model = Sequential([Input((4,)), layers.Dense(64, activation="relu"), layers.Dense(3, activation="softmax")])
model.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x[few], y[few], epochs=12, validation_data=(x[400:], y[400:]), verbose=0)
