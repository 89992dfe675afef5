# class: labels
# wrong: one row in thirty is a fraud, and the model says of nearly all that they aren't
# causes: imbalance loss metric
# source: Kaggle credit card fraud; StackOverflow, high accuracy and no recall
rng = np.random.default_rng(20)
y = (rng.random(2500) < 0.035).astype("int32")
x = (rng.normal(0, 1, (2500, 6)) + 0.9 * y[:, None] * np.array([1, 1, -1, 0, 1, 0])).astype("float32")
model = Sequential([Input((6,)), layers.Dense(8, activation="relu"), layers.Dense(1, activation="sigmoid")])
model.compile(keras.optimizers.Adam(0.002), "binary_crossentropy", metrics=["accuracy"])
weights = None  # -
# + weights = {0: 1.0, 1: 28.0}
model.fit(x[:1500], y[:1500], epochs=12, class_weight=weights, validation_data=(x[1500:], y[1500:]), verbose=0)
