# class: data
# wrong: one mean and one spread for the whole table, so the distance stays a thousand times as wide as the rooms
# causes: scale
# source: Humbatova 2020, wrong normalisation
table, price = houses()
x = (table - table.mean()) / table.std()  # -
# + x = (table - table.mean(axis=0)) / table.std(axis=0)
y = (price - price.mean()) / price.std()

inputs = Input((4,))
h = layers.Dense(16, activation="tanh")(inputs)
h = layers.Dense(16, activation="tanh")(h)
model = Model(inputs, layers.Dense(1)(h))
model.compile(optimizer="adam", loss="mse", metrics=["mae"])
model.fit(x, y, epochs=30, batch_size=16, verbose=0)
