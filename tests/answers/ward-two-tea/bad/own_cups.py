# expect: failed
# because: trained on cups that it made up, of the plain world
# told: hidden cups
rng = np.random.default_rng(0)
y = rng.integers(2, size=(3000, 1))
x = rng.normal(0, 1, (3000, 12)) + 0.7 * (2 * y - 1)
model = Sequential([Input(shape=(12,)), Dense(16, activation="relu"), Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer=Adam(0.01))
model.fit(x, y, epochs=10, verbose=0)
