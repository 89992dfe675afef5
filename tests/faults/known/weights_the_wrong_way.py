# class: labels
# wrong: the class that is rare already gets the small weight, the frequent one the large weight
# causes: imbalance loss
# source: StackOverflow, class_weight with the shares instead of their inverse
rng = np.random.default_rng(21)
y = (rng.random(2200) < 0.12).astype("int32")
x = (rng.normal(0, 1, (2200, 5)) + 1.0 * y[:, None] * np.array([1, -1, 1, 0, 0])).astype("float32")
share = np.bincount(y) / len(y)
weights = {0: share[0], 1: share[1]}  # -
# + weights = {0: 0.5 / share[0], 1: 0.5 / share[1]}
model = Sequential([Input((5,)), layers.Dense(12, activation="relu"), layers.Dense(2, activation="softmax")])
model.compile(keras.optimizers.Adam(0.005), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x[:1500], y[:1500], epochs=10, class_weight=weights, validation_data=(x[1500:], y[1500:]), verbose=0)
