# class: data
# wrong: the table still has the price in it
# causes: leak
# source: Humbatova 2020, wrong selection of features
x, y = houses()
table = scaled(np.column_stack([x, y]))  # -
# + table = scaled(np.column_stack([x, x[:, 0] ** 2]))
price = ((y - y.mean()) / y.std()).reshape(-1, 1)
network = Sequential([Input((5,)), layers.Dense(32, activation="relu"), layers.Dense(1)])
network.compile(optimizer=keras.optimizers.Adam(0.01), loss="mse")
network.fit(table, price, epochs=40, validation_split=0.25, verbose=0)
model = network
