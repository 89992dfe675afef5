# class: optimizer
# wrong: the rate shrinks by a tenth at each step, where each epoch was meant, and is gone after the second epoch
# causes: rate
# source: StackOverflow, ExponentialDecay decay_steps
rng = np.random.default_rng(72)
tracks = rng.uniform(-1, 1, (800, 3)).astype("float32")
bend = np.sin(2.5 * tracks[:, 0]) * tracks[:, 1] + 0.5 * tracks[:, 2] ** 2
steps_per_epoch = 800 // 32
schedule = keras.optimizers.schedules.ExponentialDecay(
    initial_learning_rate=0.003,
    decay_steps=1,  # -
    # + decay_steps=steps_per_epoch,
    decay_rate=0.9,
)
model = Sequential([
    Input((3,)),
    layers.Dense(48, activation="relu"),
    layers.Dense(48, activation="relu"),
    layers.Dense(1),
])
model.compile(keras.optimizers.Adam(schedule), "mse")
model.fit(tracks, bend, epochs=30, batch_size=32, verbose=0)
