# class: output
# wrong: temperatures in degrees come out of a sigmoid, which never leaves 0 to 1
# causes: activation labels
# source: StackOverflow, regression with sigmoid output; Humbatova 2020, wrong activation
rng = np.random.default_rng(55)
day, height = rng.uniform(0, 365, 1000), rng.uniform(0, 2500, 1000)
degrees = 12 - 11 * np.cos(day / 365 * 2 * np.pi) - 0.006 * height + rng.normal(0, 1.5, 1000)
places = np.stack([np.sin(day / 365 * 2 * np.pi), np.cos(day / 365 * 2 * np.pi), height / 1250 - 1], 1)

net = keras.Sequential([
    keras.Input((3,)),
    layers.Dense(32, activation="relu"),
    layers.Dense(32, activation="relu"),
    layers.Dense(1, activation="sigmoid"),  # -
    # + layers.Dense(1),
])
net.compile(loss="mse", optimizer=keras.optimizers.Adam(0.01), metrics=["mae"])
net.fit(places[:800], degrees[:800], epochs=30, batch_size=32, validation_data=(places[800:], degrees[800:]), verbose=0)
