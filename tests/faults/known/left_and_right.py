# class: prediction
# wrong: the two inputs have the same shape, and are given the other way round when the model is asked
# causes: prediction data
# source: StackOverflow, order of the inputs of a model with several
rng = np.random.default_rng(55)
before, after = rng.normal(0, 1, (700, 5)).astype("float32"), rng.normal(0, 1, (700, 5)).astype("float32")
gain = (after[:, :3].sum(axis=1) - before[:, :3].sum(axis=1) + rng.normal(0, 0.2, 700)).astype("float32")
first, second = Input((5,), name="before"), Input((5,), name="after")
z = layers.Concatenate()([layers.Dense(12, activation="relu")(first), layers.Dense(12, activation="relu")(second)])
model = Model([first, second], layers.Dense(1)(layers.Dense(12, activation="relu")(z)))
model.compile(keras.optimizers.Adam(0.005), "mse")
model.fit([before[:550], after[:550]], gain[:550], epochs=30, verbose=0)
predicted = model.predict([after[550:], before[550:]], verbose=0)[:, 0]  # -
# + predicted = model.predict([before[550:], after[550:]], verbose=0)[:, 0]
error = float(np.sqrt(np.mean((predicted - gain[550:]) ** 2)))
