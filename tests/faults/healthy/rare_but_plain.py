# why: three of a hundred are of the one class, but it lies far from the other, and is found without weights
rng = np.random.default_rng(215)
n = 2000
leaking = (rng.random(n) < 0.03).astype("float32")
valves = rng.normal(0, 1, (n, 4)) + leaking[:, None] * np.array([4, -3, 3, 0])
model = Sequential([Input((4,)), layers.Dense(16, activation="relu"), layers.Dense(1, activation="sigmoid")])
model.compile(
    keras.optimizers.Adam(0.01), "binary_crossentropy", metrics=["accuracy", keras.metrics.Recall(name="recall")]
)
model.fit(valves[:1500], leaking[:1500], validation_data=(valves[1500:], leaking[1500:]), epochs=12, verbose=0)
