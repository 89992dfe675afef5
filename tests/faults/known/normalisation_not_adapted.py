# class: data
# wrong: Normalization was never adapted, so the inputs go in as they are
# causes: scale
# source: UMLAUT, missing normalisation
x, y = houses()
norm = layers.Normalization()
norm.build((None, 4))  # -
# + norm.adapt(x)
model = Sequential([Input((4,)), norm, layers.Dense(32, activation="relu"), layers.Dense(1)])
model.compile("adam", "mae")
model.fit(x, y / 400, epochs=25, verbose=0)
