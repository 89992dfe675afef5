# class: size
# wrong: tanh units whose inputs are in the hundreds are stuck at -1 and 1
# causes: scale
# source: DeepLocalize, saturated units
x, y = points()
x = x * 500  # -
# + x = x * 1
model = Sequential([Input((2,)), layers.Dense(32, activation="tanh"), layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=30, verbose=0)
