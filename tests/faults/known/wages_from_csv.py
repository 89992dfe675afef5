# class: data
# wrong: age, savings and hours go in as they are, the savings in tens of thousands
# causes: scale
# source: StackOverflow, loss is nan in a regression on a table from a CSV
rng = np.random.default_rng(1)
age, savings, hours = rng.uniform(18, 70, 800), rng.lognormal(9, 1, 800), rng.uniform(10, 60, 800)
x = np.stack([age, savings, hours], axis=1).astype("float32")
y = (0.03 * age + 0.04 * hours + 0.8 * np.log(savings) + rng.normal(0, 0.3, 800) - 10).astype("float32")
# + x = (x - x[:600].mean(axis=0)) / x[:600].std(axis=0)
model = Sequential([Input((3,)), layers.Dense(32, activation="relu"), layers.Dense(1)])
model.compile(optimizer=keras.optimizers.SGD(0.01), loss="mse")
model.fit(x[:600], y[:600], epochs=40, validation_data=(x[600:], y[600:]), verbose=0)
