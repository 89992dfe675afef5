# why: imitation with a tanh policy and noisy actions near the limits; validation is by whole trajectories, and the loss can't go below the pilot's noise
keras.utils.set_random_seed(133)
rng = np.random.default_rng(133)
flights = []
for _ in range(40):
    s, rows = rng.normal(0, 1, 2), []
    for _ in range(30):
        steer = np.tanh(-1.5 * s[0] - 2 * s[1])
        a = np.clip(steer + rng.normal(0, 0.15), -1, 1)
        rows.append((s[0], s[1], a, steer))
        s = np.array([s[0] + 0.1 * s[1], s[1] + 0.3 * a]) + rng.normal(0, 0.15, 2)
    flights.append(np.array(rows, "float32"))
train, test = np.concatenate(flights[:30]), np.concatenate(flights[30:])
policy = Sequential([Input((2,)), layers.Dense(24, activation="tanh"), layers.Dense(1, activation="tanh")])
policy.compile(optimizer=keras.optimizers.Adam(5e-3), loss="huber")
history = policy.fit(train[:, :2], train[:, 2:3], epochs=20, batch_size=32, validation_data=(test[:, :2], test[:, 2:3]), verbose=0)
