# class: labels
# wrong: shares are given in percent, and a sigmoid answers in 0 to 1
# causes: labels activation
# source: DeepFD, labels outside of the activation's range
x, y = points()
inputs = Input((2,))
h = layers.Dense(16, activation="relu")(inputs)
model = Model(inputs, layers.Dense(1, activation="sigmoid")(h))
model.compile(keras.optimizers.Adam(0.01), keras.losses.BinaryCrossentropy(), metrics=["accuracy"])
model.fit(x, y * 100.0, epochs=25, verbose=0)  # -
# + model.fit(x, y * 1.0, epochs=40, verbose=0)
