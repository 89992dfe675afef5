# class: output
# wrong: each step has a class, but the softmax shares 1 out among the steps
# causes: activation
# source: Humbatova 2020, wrong tensor shape
rng = np.random.default_rng(2)
y = np.repeat(rng.choice(3, (500, 5), p=[0.7, 0.2, 0.1]), 4, axis=1)
x = np.stack([np.sin(y * 1.3), np.cos(y * 1.3)], 2) + rng.normal(0, 0.5, (500, 20, 2))

steps = Input((20, 2))
h = layers.Conv1D(24, 5, padding="same", activation="relu")(steps)
h = layers.Dense(3)(h)
h = layers.Softmax(axis=1)(h)  # -
# + h = layers.Softmax(axis=2)(h)
model = Model(steps, h)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x[:400], y[:400], epochs=15, batch_size=16, verbose=0)
