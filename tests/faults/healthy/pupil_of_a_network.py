# why: a small network learns the answers of a larger one, shares and not classes, by KL divergence
x, y = points()
teacher = Sequential([Input((2,)), layers.Dense(64, activation="relu"), layers.Dense(64, activation="relu"), layers.Dense(2)])
teacher.compile(keras.optimizers.Adam(0.01), keras.losses.SparseCategoricalCrossentropy(from_logits=True))
teacher.fit(x, y, epochs=15, verbose=0)
soft = np.array(ops.softmax(teacher.predict(x, verbose=0) / 3))

model = Sequential([Input((2,)), layers.Dense(12, activation="tanh"), layers.Dense(2, activation="softmax")])
model.compile(keras.optimizers.Adam(0.02), keras.losses.KLDivergence())
model.fit(x, soft, epochs=30, verbose=0)
