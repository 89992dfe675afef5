# class: data
# wrong: sixteen bits end at 65504, and the squared error of a price lies beyond
# causes: nan scale diverging
# source: DeepLocalize, exploding
table, price = houses()
x = scaled(table)
model = Sequential([
    Input((4,)),
    layers.Dense(32, activation="relu", dtype="float16"),  # -
    layers.Dense(1, dtype="float16"),  # -
    # + layers.Dense(32, activation="relu"),
    # + layers.Dense(1),
])
model.compile(keras.optimizers.Adam(0.1), "mse")
model.fit(x, price, epochs=30, verbose=0)
