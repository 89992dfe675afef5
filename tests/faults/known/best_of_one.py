# class: prediction
# wrong: argmax over a single sigmoid unit is always 0
# causes: prediction
# source: Humbatova 2020, wrong API usage
x, y = points()
inp = Input((2,))
model = Model(inp, layers.Dense(1, activation="sigmoid")(layers.Dense(32, activation="relu")(inp)))
model.compile(keras.optimizers.Adam(0.01), "binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=30, verbose=0)
guess = model.predict(x, verbose=0).argmax(axis=1)  # -
# + guess = model.predict(x, verbose=0).round()[:, 0]
accuracy = (guess == y).mean()
