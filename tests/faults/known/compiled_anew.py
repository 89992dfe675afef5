# class: loop
# wrong: the network is built anew for each of ten short fits
# causes: rebuilt
# source: Humbatova 2020, wrong training loop
x, y = points()
# + a = Input((2,))
# + model = Model(a, layers.Dense(1, activation="sigmoid")(layers.Dense(32, activation="relu")(a)))
# + model.compile(keras.optimizers.Adam(0.01), "binary_crossentropy", metrics=["accuracy"])
for part in range(10):
    a = Input((2,))  # -
    model = Model(a, layers.Dense(1, activation="sigmoid")(layers.Dense(32, activation="relu")(a)))  # -
    model.compile(keras.optimizers.Adam(0.01), "binary_crossentropy", metrics=["accuracy"])  # -
    model.fit(x, y, epochs=2, verbose=0)
