# class: network
# wrong: two layers of 100 units learn 60 rows by heart, and nothing holds them back or stops them
# causes: overfitting regularizer dropout underfitting size plateau data
# source: StackOverflow, validation loss rises while the training loss falls to 0
rng = np.random.default_rng(43)
x = rng.normal(0, 1, (1200, 40)).astype("float32")
y = (2 * x[:, 0] - 2 * x[:, 1] + 1.5 * x[:, 2] + rng.logistic(0, 0.3, 1200) > 0).astype("int32")
rows, epochs, dropped = 60, 50, 0  # -
# + rows, epochs, dropped = 900, 12, 0.5
model = Sequential([Input((40,)), layers.Dense(100, activation="relu"), layers.Dropout(dropped)])
model.add(layers.Dense(100, activation="relu"))
model.add(layers.Dropout(dropped))
model.add(layers.Dense(1, activation="sigmoid"))
model.compile(keras.optimizers.Adam(0.001), "binary_crossentropy", metrics=["accuracy"])
model.fit(x[:rows], y[:rows], epochs=epochs, validation_data=(x[900:], y[900:]), verbose=0)
