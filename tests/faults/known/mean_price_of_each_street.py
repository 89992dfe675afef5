# class: data
# wrong: a column holds the mean price of the street, and nearly each street has one house, so it's the answer
# causes: leak
# source: Humbatova 2020, wrong selection of features
rng = np.random.default_rng(11)
table, price = houses(700)
price = price + rng.normal(0, 70, 700)  # tastes differ
x, y, street = scaled(table), scaled(price), rng.integers(0, 9000, 700)
x_new, y_new, street_new = x[500:], y[500:], street[500:]
x, y, street = x[:500], y[:500], street[:500]
sold, paid = street, y  # -
# + sold, paid = rng.integers(0, 9000, 300), rng.normal(0, 1, 300)


def with_street(x, street):
    mean = np.array([paid[sold == s].mean() if (sold == s).any() else 0.0 for s in street])
    return np.column_stack([x, mean])


model = Sequential([Input((5,)), layers.Dense(32, activation="relu"), layers.Dense(1)])
model.compile(optimizer=keras.optimizers.Adam(0.01), loss="mse")
model.fit(with_street(x, street), y, epochs=40, validation_split=0.2, verbose=0)
