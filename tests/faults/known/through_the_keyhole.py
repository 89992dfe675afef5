# class: size
# wrong: a layer of one unit stands between the picture and five kinds
# causes: size plateau
# source: Humbatova 2020, suboptimal network structure
rng = np.random.default_rng(37)
y = rng.integers(0, 8, 800)
x = rng.normal(0, 0.5, (800, 8, 8)).astype("float32")
for row, kind in zip(x, y):
    row[kind] += 0.4 + 0.6 * (kind % 2)
    row[:, 7 - kind] += 0.4 + 0.6 * ((kind + 1) % 2)
model = Sequential([Input((8, 8)), layers.Flatten(), layers.Dense(48, activation="relu")])
model.add(layers.Dense(1, activation="relu"))  # -
# + model.add(layers.Dense(24, activation="relu"))
model.add(layers.Dense(8, activation="softmax"))
model.compile(keras.optimizers.Adam(0.003), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x[:600], y[:600], epochs=20, validation_data=(x[600:], y[600:]), verbose=0)
