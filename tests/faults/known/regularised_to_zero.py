# class: size
# wrong: an L2 penalty of 10 presses all weights to 0
# causes: regularizer
# source: Humbatova 2020, wrong regularisation
x, y = flowers()
l2 = keras.regularizers.L2(10.0)  # -
# + l2 = keras.regularizers.L2(1e-4)
model = Sequential([Input((4,)), layers.Dense(32, activation="relu", kernel_regularizer=l2)])
model.add(layers.Dense(3, activation="softmax", kernel_regularizer=l2))
model.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=30, verbose=0)
