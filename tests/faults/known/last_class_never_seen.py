# class: data
# wrong: rows are sorted by class, and validation_split takes the last fifth: one class
# causes: order validation
# source: Humbatova 2020, wrong split
x, y = flowers(420, seed=59)
rows = np.argsort(y, kind="stable")
# + rows = np.random.default_rng(1).permutation(420)
model = keras.models.Sequential()
model.add(keras.layers.Input(shape=(4,)))
model.add(keras.layers.Dense(20, activation="relu"))
model.add(keras.layers.Dense(3, activation="softmax"))
model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(x[rows], keras.utils.to_categorical(y)[rows], epochs=25, validation_split=0.25, verbose=0)
