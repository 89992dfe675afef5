# class: loss
# wrong: the pinball loss has the difference the wrong way round, so the 10 % head learns the 90 % line and the other way round
# causes: loss
# source: StackOverflow question on quantile regression in Keras
keras.utils.set_random_seed(13)
rng = np.random.default_rng(13)
hour = rng.uniform(0, 24, 1500)
x = np.stack([np.sin(hour / 24 * 2 * np.pi), np.cos(hour / 24 * 2 * np.pi)], 1).astype("float32")
load = (2 + x[:, 0] + rng.normal(0, 1, 1500) * (0.4 + 0.3 * x[:, 1])).astype("float32")
levels = np.array([0.1, 0.5, 0.9], "float32")


def pinball(y_true, y_pred):
    gap = y_pred - y_true  # -
    # + gap = y_true - y_pred
    return ops.mean(ops.maximum(levels * gap, (levels - 1) * gap))


model = Sequential([Input((2,)), layers.Dense(32, activation="relu"), layers.Dense(3)])
model.compile(optimizer=keras.optimizers.Adam(5e-3), loss=pinball)
history = model.fit(x[:1200], load[:1200, None], epochs=30, batch_size=32, validation_data=(x[1200:], load[1200:, None]), verbose=0)
low, middle, high = model.predict(x[1200:], verbose=0).T
inside = np.mean((load[1200:] > low) & (load[1200:] < high))
