# class: evaluation
# wrong: a new row is standardized by its own mean and spread, which makes zeros of every row
# causes: prediction scale data
# source: StackOverflow, model predicts the same for every single sample (StandardScaler)
rng = np.random.default_rng(106)
shops = np.stack([rng.uniform(20, 400, 700), rng.uniform(1, 30, 700), rng.uniform(0, 5000, 700)], axis=1)
sales = 2 * shops[:, 0] + 9 * shops[:, 1] - 0.05 * shops[:, 2] + rng.normal(0, 15, 700)


def standardize(table):
    return (table - table.mean(axis=0)) / (table.std(axis=0) + 1e-8)


x, y = standardize(shops[:600]), (sales[:600] - sales[:600].mean()) / sales[:600].std()
model = Sequential([Input((3,)), layers.Dense(32, activation="relu"), layers.Dense(1)])
model.compile(keras.optimizers.Adam(0.01), "mse")
model.fit(x, y, epochs=15, batch_size=32, validation_split=0.1, verbose=0)

expected = []
for shop in shops[600:615]:
    row = standardize(shop[None])  # -
    # + row = (shop[None] - shops[:600].mean(axis=0)) / shops[:600].std(axis=0)
    expected.append(model.predict(row, verbose=0)[0, 0] * sales[:600].std() + sales[:600].mean())
off = np.mean(np.abs(np.array(expected) - sales[600:615]))
