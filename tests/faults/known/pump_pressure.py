# class: rate
# wrong: the schedule decays by steps, but decay_steps was meant as epochs: the rate is next to nothing after the first epoch
# causes: rate
# source: Stack Overflow questions on ExponentialDecay (decay_steps are batches)
keras.utils.set_random_seed(40)


def pumps(n, seed):
    rng = np.random.default_rng(seed)
    x = rng.uniform(-1, 1, (n, 3))
    pressure = np.sin(3 * x[:, 0]) + x[:, 1] * x[:, 2] * 2
    return x.astype("float32"), (pressure + rng.normal(0, 0.05, n)).astype("float32")


x, pressure = pumps(1000, 0)
schedule = keras.optimizers.schedules.ExponentialDecay(
    initial_learning_rate=0.003,
    decay_steps=5,  # -
    # + decay_steps=5 * 32,
    decay_rate=0.7,
)
model = Sequential([
    Input((3,)),
    layers.Dense(32, activation="relu"),
    layers.Dense(32, activation="relu"),
    layers.Dense(1),
])
model.compile(keras.optimizers.Adam(schedule), loss="mse", metrics=["mae"])
model.fit(x, pressure, epochs=30, batch_size=32, verbose=0)
