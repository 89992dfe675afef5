# class: data
# wrong: two answers share a network; the error of the price, in thousands squared, is all that counts
# causes: scale labels loss
# source: Humbatova 2020, missing preprocessing
table, price = houses(600)
x = scaled(table)
roomy = (table[:, 0] / table[:, 2] > 35).astype("float32")
# + price = scaled(price)

inputs = Input((4,))
trunk = layers.Dense(12, activation="tanh")(inputs)
trunk = layers.Dense(4, activation="tanh")(trunk)
worth = layers.Dense(1, name="price")(trunk)
large = layers.Dense(1, activation="sigmoid", name="roomy")(trunk)
model = Model(inputs, {"price": worth, "roomy": large})
model.compile(
    optimizer=keras.optimizers.SGD(0.1, momentum=0.9, clipnorm=1.0),
    loss={"price": "mse", "roomy": "binary_crossentropy"},
)
model.fit(x, {"price": price, "roomy": roomy}, epochs=30, verbose=0)
