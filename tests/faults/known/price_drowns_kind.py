# class: loss
# wrong: the loss of the price is ten thousands of times that of the kind, so that the kind isn't learnt
# causes: loss scale labels
# source: StackOverflow, multi-output model and loss_weights
rng = np.random.default_rng(66)
n = 900
cars = rng.normal(0, 1, (n, 6)).astype("float32")
price = (300 + 150 * cars[:, 0] + 90 * cars[:, 1] * cars[:, 2]).astype("float32")
electric = (cars[:, 3] * cars[:, 4] + 0.3 * cars[:, 5] > 0).astype("float32")
# + price = (price - price.mean()) / price.std()

inputs = keras.Input((6,))
trunk = layers.Dense(24, activation="relu")(inputs)
trunk = layers.Dense(16, activation="relu")(trunk)
costs = layers.Dense(1, name="costs")(trunk)
kind = layers.Dense(1, activation="sigmoid", name="kind")(trunk)
model = keras.Model(inputs, {"costs": costs, "kind": kind})
model.compile(
    keras.optimizers.Adam(0.01),
    loss={"costs": "mse", "kind": "binary_crossentropy"},
    metrics={"kind": "accuracy"},
)
model.fit(cars, {"costs": price, "kind": electric}, epochs=20, batch_size=32, validation_split=0.2, verbose=0)
