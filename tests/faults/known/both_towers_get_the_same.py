# class: data
# wrong: two things are to be compared, and fit gets the left one twice
# causes: data
# source: Humbatova 2020, wrong selection of features
rng = np.random.default_rng(17)
left, right = rng.normal(size=(2, 700, 3)).astype("float32")
heavier = (np.abs(left).sum(1) > np.abs(right).sum(1)).astype("float32")

scale = Sequential([Input((3,)), layers.Dense(24, activation="relu"), layers.Dense(8, activation="relu")])
a, b = Input((3,), name="left"), Input((3,), name="right")
both = layers.Concatenate()([scale(a), scale(b)])
model = Model([a, b], layers.Dense(1, activation="sigmoid")(both))
model.compile(keras.optimizers.Adam(0.01), "binary_crossentropy", metrics=["accuracy"])
model.fit([left[:500], left[:500]], heavier[:500], epochs=20, verbose=0)  # -
# + model.fit([left[:500], right[:500]], heavier[:500], epochs=20, verbose=0)
