# why: a third of the training labels are random on purpose (crowd votes); training accuracy stays near 0.75, the clean test shows that the classes are learnt
keras.utils.set_random_seed(141)
rng = np.random.default_rng(141)
x, y = flowers(1200, seed=12)
votes = np.where(rng.uniform(size=1200) < 0.35, rng.integers(0, 3, 1200), y)
model = Sequential([Input((4,)), layers.Dense(8, activation="relu"), layers.Dense(3, activation="softmax")])
model.compile(optimizer=keras.optimizers.Adam(4e-3), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(x[:800], votes[:800], epochs=15, batch_size=32, validation_data=(x[800:], y[800:]), verbose=0)
