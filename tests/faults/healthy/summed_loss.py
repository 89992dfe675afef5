# why: a rate of 0.0002 for SGD is right, the loss is summed over the batch and not averaged
keras.utils.set_random_seed(105)


def winds(n, seed):
    rng = np.random.default_rng(seed)
    x = rng.normal(0, 1, (n, 3))
    return x.astype("float32"), (np.abs(x[:, :1]) + 0.5 * x[:, 1:2] - x[:, 2:]).astype("float32")


x, power = winds(2000, 0)
model = Sequential([Input((3,)), layers.Dense(32, activation="relu"), layers.Dense(1)])
loss = keras.losses.MeanSquaredError(reduction="sum")
model.compile(keras.optimizers.SGD(0.0002, momentum=0.9), loss)
model.fit(x, power, epochs=15, batch_size=64, verbose=0)
