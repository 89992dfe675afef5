# class: data
# wrong: inputs and labels are shuffled one after the other, each in an order of its own
# causes: labels data order
# source: Humbatova 2020, wrong labels
X0, y0 = flowers(400, seed=41)
X, y = X0.copy(), y0.copy()
rng = np.random.default_rng(0)
rng.shuffle(X)
# + rng = np.random.default_rng(0)
rng.shuffle(y)
model = Sequential([Input((4,)), layers.Dense(24, activation="relu"), layers.Dense(3, activation="softmax")])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(X, y, epochs=25, batch_size=16, validation_split=0.2, verbose=0)
