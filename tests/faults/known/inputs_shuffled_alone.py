# class: labels
# wrong: the inputs were shuffled, and the labels weren't
# causes: labels
# source: Humbatova 2020, wrong labels
x, y = points()
rng = np.random.default_rng(1)
rng.shuffle(x)  # -
# + x, y = x[::-1], y[::-1]
a = Input((2,))
b = layers.Dense(32, activation="relu")(a)
model = Model(a, layers.Dense(1, activation="sigmoid")(b))
model.compile(keras.optimizers.Adam(0.01), "binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=25, validation_split=0.2, verbose=0)
