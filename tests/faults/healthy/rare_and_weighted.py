# why: a rare class that counts more, as it should
x, y = points(900)
keep = (y == 0) | (np.arange(900) % 10 == 0)
model = Sequential([Input((2,)), layers.Dense(24, activation="relu"), layers.Dense(1, activation="sigmoid")])
model.compile(keras.optimizers.Adam(0.02), "binary_crossentropy", metrics=["accuracy"])
model.fit(x[keep], y[keep], epochs=40, class_weight={0: 1.0, 1: 9.0}, verbose=0)
