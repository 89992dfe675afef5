# class: output
# wrong: the error of the price is a hundred thousand times that of the kind, which is hardly learnt
# causes: scale labels activation imbalance loss
# source: StackOverflow, two outputs whose losses are of unlike size
rng = np.random.default_rng(28)
x = rng.normal(0, 1, (800, 6)).astype("float32")
kind = np.argmax(x[:, :3] + rng.normal(0, 0.2, (800, 3)), axis=1)
price = (900 + 350 * x[:, 3] - 200 * x[:, 4] + rng.normal(0, 30, 800)).astype("float32")
# + price = (price - price[:600].mean()) / price[:600].std()
inputs = Input((6,))
z = layers.Dense(12, activation="relu")(inputs)
z = layers.Dense(8, activation="relu")(z)
model = Model(inputs, [layers.Dense(1, name="price")(z), layers.Dense(3, activation="softmax", name="kind")(z)])
model.compile(keras.optimizers.Adam(0.01), ["mse", "sparse_categorical_crossentropy"])
model.fit(x[:600], [price[:600], kind[:600]], epochs=25, verbose=0)
