# class: prediction
# wrong: it was trained on scaled prices, and is evaluated with prices as they are
# causes: prediction scale labels
# source: Humbatova 2020, missing postprocessing
x, y = houses()
x = scaled(x)
small = (y - y.mean()) / y.std()
inputs = Input((4,))
model = Model(inputs, layers.Dense(1)(layers.Dense(32, activation="relu")(inputs)))
model.compile(keras.optimizers.Adam(0.01), "mae")
model.fit(x[:400], small[:400], epochs=40, verbose=0)
error = model.evaluate(x[400:], y[400:], verbose=0)  # -
# + error = model.evaluate(x[400:], small[400:], verbose=0)
