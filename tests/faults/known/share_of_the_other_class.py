# class: prediction
# wrong: the share of class 0 is taken for that of class 1
# causes: prediction
# source: Humbatova 2020, missing postprocessing
x, y = points(420, seed=39)
inp = Input((2,))
h = layers.Dense(24, activation="relu")(inp)
model = Model(inp, layers.Dense(2, activation="softmax")(h))
model.compile(keras.optimizers.Adam(0.02), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=20, verbose=0)
said = model.predict(x, verbose=0)[:, 0] > 0.5  # -
# + said = model.predict(x, verbose=0)[:, 1] > 0.5
