# class: size
# wrong: all units begin the same, so they stay the same
# causes: initial
# source: Humbatova 2020, wrong weights initialisation
x, y = points()
model = Sequential([Input((2,)), layers.Dense(32, activation="tanh", kernel_initializer="ones")])  # -
# + model = Sequential([Input((2,)), layers.Dense(32, activation="tanh", kernel_initializer="he_normal")])
model.add(layers.Dense(1, activation="sigmoid", kernel_initializer="zeros"))
model.compile(keras.optimizers.Adam(0.01), "binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=40, verbose=0)
