# class: rate
# wrong: Adam divides each step by at least 10
# causes: rate
# source: Humbatova 2020, epsilon for Adam
x, y = points()
model = Sequential([Input((2,)), layers.Dense(24, activation="relu"), layers.Dense(1, activation="sigmoid")])
adam = keras.optimizers.Adam(0.01, epsilon=10.0)  # -
# + adam = keras.optimizers.Adam(0.01)
model.compile(adam, "binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=40, verbose=0)
