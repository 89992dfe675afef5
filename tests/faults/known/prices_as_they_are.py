# class: data
# wrong: prices of some hundred thousand as targets
# causes: scale underfitting
# source: DeepFD, unscaled targets
x, y = houses()
a = Input((4,))
model = Model(a, layers.Dense(1)(layers.Dense(32, activation="relu")(a)))
model.compile("adam", loss="mse", metrics=["mae"])
model.fit(scaled(x), y * 1000, epochs=30, validation_split=0.2, verbose=0)  # -
# + model.fit(scaled(x), (y - 400) / 100, epochs=60, validation_split=0.2, verbose=0)
