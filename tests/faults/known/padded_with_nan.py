# class: data
# wrong: series of unlike lengths are filled up with NaN
# causes: nan
# source: DeepLocalize, NaN
rng = np.random.default_rng(9)
y = rng.integers(0, 2, 400)
x = np.full((400, 20, 1), np.nan, "float32")
for row, fast in zip(x, y):
    n = rng.integers(10, 21)
    row[:n, 0] = np.sin(rng.uniform(0, 6) + (0.3 + 0.7 * fast) * np.arange(n))
x_train, y_train = x[:300], y[:300]
# + x_train = np.nan_to_num(x_train)

model = Sequential([Input((20, 1)), layers.GRU(16), layers.Dense(1, activation="sigmoid")])
model.compile(keras.optimizers.Adam(0.01), "binary_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=15, verbose=0)
