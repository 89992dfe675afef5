# class: labels
# wrong: each observation is paired with the action of the step before, which belongs to the previous observation
# causes: labels data order
# source: imitation learning forum questions on off-by-one (observation, action) pairs
keras.utils.set_random_seed(12)
rng = np.random.default_rng(12)
tracks = []
for _ in range(30):
    gap, speed, rows = 20.0, 1.0, []
    for _ in range(40):
        light = rng.integers(0, 2)
        if light == 0:
            action = 0 if speed > 0.4 else 1
        else:
            action = 2 if gap > 6 else 1
        rows.append((gap, speed, light, action))
        speed = float(np.clip(speed + (action - 1) * 0.3, 0, 2))
        gap = 20.0 if gap < 2 else gap - speed + rng.normal(0, 0.1)
    tracks.append(np.array(rows))
seen, acted = [], []
for track in tracks:
    observation, action = track[:, :3], track[:, 3]
    seen.append(observation[1:])  # -
    acted.append(action[:-1])  # -
    # + seen.append(observation)
    # + acted.append(action)
x = np.concatenate(seen).astype("float32") / np.array([10, 1, 1], "float32")
y = np.concatenate(acted).astype("int32")
policy = Sequential([Input((3,)), layers.Dense(32, activation="relu"), layers.Dense(32, activation="relu"), layers.Dense(3, activation="softmax")])
policy.compile(optimizer=keras.optimizers.Adam(5e-3), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = policy.fit(x, y, epochs=30, batch_size=32, verbose=0)
