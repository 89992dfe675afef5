# class: batch
# wrong: in eight large steps the running means of a BatchNormalization stay near where they began
# causes: batch underfitting
# source: StackOverflow, accurate in training and at chance in evaluate with BatchNormalization
rng = np.random.default_rng(65)
y = rng.integers(0, 3, 1200)
x = (rng.normal(0, 1, (3, 20))[y] * 3 + rng.normal(0, 2, (1200, 20)) + 40 * rng.normal(0, 1, 20)).astype("float32")
model = Sequential([Input((20,)), layers.BatchNormalization(), layers.Dense(64, activation="relu"), layers.BatchNormalization(), layers.Dense(3, activation="softmax")])
model.compile(keras.optimizers.Adam(0.03), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x[:900], y[:900], batch_size=450, epochs=10, verbose=0)  # -
# + model.fit(x[:900], y[:900], batch_size=16, epochs=10, verbose=0)
score = float(model.evaluate(x[900:], y[900:], verbose=0)[1])
