# class: loss
# wrong: a crossentropy for a quantity that is no probability
# causes: loss labels
# source: DeepFD, wrong loss function
x, y = waves()
inp = Input((16, 1))
h = layers.Flatten()(inp)
h = layers.Dense(32, activation="relu")(h)
model = Model(inp, layers.Dense(1, activation="sigmoid")(h))  # -
# + model = Model(inp, layers.Dense(1)(h))
model.compile("adam", "binary_crossentropy")  # -
# + model.compile("adam", "mse")
model.fit(x, y, epochs=25, verbose=0)
