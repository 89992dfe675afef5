# class: network
# wrong: all weights start at zero, so with ReLU nothing but the last bias ever moves
# causes: initial standing gradient
# source: DeepFD, AutoTrainer, Humbatova et al. (wrong start of the weights)
keras.utils.set_random_seed(55)


def ferries(n, seed):
    rng = np.random.default_rng(seed)
    x = rng.normal(0, 1, (n, 5))
    load = np.abs(x[:, 0]) + 0.8 * x[:, 1] - 0.5 * x[:, 2]
    return x.astype("float32"), (load + rng.normal(0, 0.1, n)).astype("float32")


x, load = ferries(900, 0)
dense = dict(
    activation="relu",
    kernel_initializer="zeros",  # -
    # + kernel_initializer="he_normal",
    bias_initializer="zeros",
)
model = Sequential([Input((5,)), layers.Dense(32, **dense), layers.Dense(16, **dense), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(x, load, epochs=25, batch_size=32, validation_split=0.1, verbose=0)
