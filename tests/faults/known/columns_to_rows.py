# class: data
# wrong: a table that lies column by column is reshaped to rows where it had to be transposed, which mixes the rows
# causes: labels data
# source: StackOverflow, reshape instead of transpose
rng = np.random.default_rng(5)
y = rng.integers(0, 2, 600)
columns = np.stack([rng.normal(2 * y - 1, 1), rng.normal(1 - 2 * y, 1), rng.normal(0, 1, 600), rng.normal(y, 1)])
columns = columns.astype("float32")
x = columns.reshape(600, 4)  # -
# + x = columns.T
model = Sequential([Input((4,)), layers.Dense(8, activation="relu"), layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
model.fit(x[:450], y[:450], batch_size=16, epochs=25, validation_data=(x[450:], y[450:]), verbose=0)
