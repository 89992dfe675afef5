# class: time
# wrong: a large network on few noisy rows for far too long
# causes: overfitting
# source: Humbatova 2020, overfitting
x, y = flowers(200)
x = x + np.random.default_rng(1).normal(0, 1.2, x.shape)
model = Sequential([Input((4,)), layers.Dense(256, activation="relu"), layers.Dense(256, activation="relu")])
model.add(layers.Dense(3, activation="softmax"))
model.compile(keras.optimizers.Adam(0.005), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=60, validation_split=0.3, verbose=0)  # -
# + model.fit(x, y, epochs=3, validation_split=0.3, verbose=0)
