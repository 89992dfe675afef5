# class: labels
# wrong: the target is the last value inside the window instead of the one after it, so the model only copies
# causes: labels leak data
# source: Stack Overflow questions on sliding windows (off by one)
keras.utils.set_random_seed(6)


def river(n, seed):
    rng = np.random.default_rng(seed)
    t = np.arange(n)
    level = np.sin(t * 0.9 + rng.uniform(0, 6)) + 0.5 * np.sin(t * 2.1 + rng.uniform(0, 6))
    return (level + rng.normal(0, 0.05, n)).astype("float32")


def windows(series, steps=12):
    x, y = [], []
    for i in range(len(series) - steps):
        x.append(series[i:i + steps])
        y.append(series[i + steps - 1])  # -
        # + y.append(series[i + steps])
    return np.array(x)[..., None], np.array(y)[:, None]


x, y = windows(river(900, 0))
model = Sequential([
    Input((12, 1)),
    layers.Conv1D(16, 5, activation="relu"),
    layers.Flatten(),
    layers.Dense(16, activation="relu"),
    layers.Dense(1),
])
model.compile(keras.optimizers.Adam(0.005), "mse", metrics=["mae"])
model.fit(x, y, epochs=20, batch_size=32, validation_split=0.2, verbose=0)
tomorrow = model.predict(river(13, 5)[None, 1:, None], verbose=0)
