# why: columns of all sizes, and a Normalization that was adapted to them
x, y = houses()
norm = layers.Normalization()
norm.adapt(x)
inp = Input((4,))
model = Model(inp, layers.Dense(1)(layers.Dense(32, activation="relu")(norm(inp))))
model.compile(keras.optimizers.Adam(0.01), "mse")
model.fit(x, (y - 400) / 100, epochs=40, validation_split=0.2, verbose=0)
