# class: rate
# wrong: gradients are clipped to a norm of 0.0001, so plain SGD hardly moves
# causes: gradient rate
# source: Forum questions on clipnorm/clipvalue
keras.utils.set_random_seed(42)


def demand(n, seed):
    rng = np.random.default_rng(seed)
    outside, hour, people = rng.normal(5, 8, n), rng.integers(0, 24, n), rng.integers(1, 6, n)
    heat = 2 - 0.08 * (outside - 5) + 0.7 * np.cos(hour / 24 * 6.283) + 0.15 * people + rng.normal(0, 0.05, n)
    x = np.stack([(outside - 5) / 8, np.cos(hour / 24 * 6.283), np.sin(hour / 24 * 6.283), (people - 3) / 1.4], 1)
    return x.astype("float32"), heat.astype("float32")


x, heat = demand(1000, 0)
inputs = Input((4,))
h = layers.Dense(20, activation="relu")(inputs)
model = Model(inputs, layers.Dense(1)(h))
model.compile(
    optimizer=keras.optimizers.SGD(0.02, momentum=0.9, clipnorm=1e-4),  # -
    # + optimizer=keras.optimizers.SGD(0.02, momentum=0.9, clipnorm=1.0),
    loss="mse",
)
model.fit(x, heat, epochs=20, batch_size=32, validation_split=0.2, verbose=0)
