# class: data
# wrong: a measurement is missing, and Dropout comes after the last layer
# causes: nan dropout
# source: UMLAUT, NaN in inputs; NeuraLint
x, y = houses()
x = scaled(x)
x[77, 0] = np.nan  # -
inputs = Input((4,))
h = layers.Dense(24, activation="relu")(inputs)
h = layers.Dense(1)(h)
h = layers.Dropout(0.3)(h)  # -
model = Model(inputs, h)
model.compile(keras.optimizers.Adam(0.01), "mse")
model.fit(x, scaled(y), epochs=20, verbose=0)
