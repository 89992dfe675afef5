# why: two fits of one network, the second for two epochs with a small rate
x, y = flowers()
model = Sequential([Input((4,)), layers.Dense(16, activation="relu"), layers.Dense(3, activation="softmax")])
model.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=25, verbose=0)
model.optimizer.learning_rate = 1e-4
model.fit(x, y, epochs=2, verbose=0)
