# expect: failed
# because: trained on pots that it made up by the plain rule
# told: hidden pots
z = np.random.default_rng(0).uniform(-1, 1, (1200, 3))
y = ((z[:, 0] + z[:, 1]) ** 2 + 0.6 * z[:, 2] > 0.55).astype(int)
x = z * [150, 4, 0.3] + [1050, 7, 0.5]
scale = Normalization()
scale.adapt(x)
model = Sequential([Input(shape=(3,)), scale, Dense(32, activation="relu"), Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer=Adam(0.01), metrics=["accuracy"])
model.fit(x, y, epochs=40, verbose=0)
