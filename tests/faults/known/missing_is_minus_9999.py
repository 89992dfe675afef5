# class: data
# wrong: missing measurements are written as -9999, and are scaled and learnt like the others
# causes: data scale
# source: Humbatova 2020, missing preprocessing
rng = np.random.default_rng(46)
x = rng.normal(15, 5, (500, 4)).astype("float32")
y = ((x[:, 0] - x[:, 1]) / 7 + np.sin(x[:, 2] / 3)).astype("float32")
x[rng.uniform(size=x.shape) < 0.03] = -9999
# + x = np.where(x == -9999, np.median(x, axis=0), x)
x = scaled(x)
ds = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(500).batch(25)
inputs = keras.Input((4,))
h = layers.Dense(32, activation="relu")(inputs)
h = layers.Dense(32, activation="relu")(h)
model = keras.Model(inputs, layers.Dense(1)(h))
model.compile(optimizer="adam", loss="mse")
model.fit(ds, epochs=40, verbose=0)
