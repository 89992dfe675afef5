# class: output
# wrong: a softmax of the softmax is nearly the same for all classes
# causes: activation
# source: Humbatova 2020, redundant softmax layer
x, y = flowers()
model = Sequential([Input((4,)), layers.Dense(12, activation="relu"), layers.Dense(3, activation="softmax")])
model.add(layers.Softmax())  # -
model.compile("adam", keras.losses.SparseCategoricalCrossentropy(), metrics=["accuracy"])
model.fit(x, y, epochs=40, verbose=0)
