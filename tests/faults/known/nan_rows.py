# class: data
# wrong: a few measurements are missing, and stand as NaN in the inputs
# causes: nan
# source: UMLAUT, NaN in inputs
x, y = houses()
x = scaled(x)
x[::97, 2] = np.nan  # -
# + x[::97, 2] = 0.0
t = (y - y.mean()) / y.std()
model = Sequential()
model.add(Input((4,)))
model.add(layers.Dense(24, activation="relu"))
model.add(layers.Dense(1))
model.compile(loss="mse", optimizer="adam")
history = model.fit(x, t, epochs=20, batch_size=32, verbose=0)
