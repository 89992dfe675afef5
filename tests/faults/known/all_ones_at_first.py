# class: size
# wrong: all weights begin at 1, so that the units of a layer stay copies of each other
# causes: initial
# source: Humbatova 2020, wrong weights initialisation
rng = np.random.default_rng(17)
x = rng.normal(size=(500, 4)).astype("float32")
t = np.abs(x[:, 0]) - np.abs(x[:, 1]) + np.sin(2 * x[:, 2])
inputs = Input((4,))
h = layers.Dense(24, activation="relu", kernel_initializer="ones")(inputs)  # -
# + h = layers.Dense(24, activation="relu")(inputs)
h = layers.Dense(24, activation="relu", kernel_initializer="ones")(h)  # -
# + h = layers.Dense(24, activation="relu")(h)
model = Model(inputs, layers.Dense(1)(h))
model.compile("adam", "mse")
model.fit(x, t, epochs=40, verbose=0)
