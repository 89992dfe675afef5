# why: a tenth of the labels is wrong by nature, so 0.9 is as good as it gets
x, y = points()
flip = np.random.default_rng(0).random(600) < 0.1
y = np.where(flip, 1 - y, y)
model = Sequential([Input((2,)), layers.Dense(24, activation="relu"), layers.Dense(1, activation="sigmoid")])
model.compile(keras.optimizers.Adam(0.01), "binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=30, validation_split=0.2, verbose=0)
