# class: output
# wrong: the Poisson loss takes the logarithm of what the network says, which may be below 0
# causes: loss activation nan
# source: StackOverflow, poisson loss becomes NaN
rng = np.random.default_rng(9)
weather = rng.normal(size=(800, 5)).astype("float32")
visitors = rng.poisson(np.exp(weather @ np.array([0.8, -0.5, 0.3, 0.0, 0.6]) + 0.3)).astype("float32")
counter = keras.Sequential()
counter.add(keras.Input(shape=(5,)))
counter.add(layers.Dense(32, activation="relu"))
counter.add(layers.Dense(1))  # -
# + counter.add(layers.Dense(1, activation="exponential"))
counter.compile(optimizer=keras.optimizers.RMSprop(0.003), loss="poisson")
counter.fit(weather[:600], visitors[:600], epochs=40, batch_size=40, verbose=0)
score = float(np.abs(counter.predict(weather[600:], verbose=0)[:, 0] - visitors[600:]).mean())
