# class: data
# wrong: some prices are missing
# causes: nan
# source: UMLAUT, NaN
x, y = houses()
y = y / 400
y[[3, 77, 200]] = np.nan  # -
# + y[[3, 77, 200]] = 1.0
model = Sequential([Input((4,)), layers.Dense(16, activation="tanh"), layers.Dense(1)])
model.compile(keras.optimizers.Adam(0.01), "mae")
model.fit(scaled(x), y, epochs=12, verbose=0)
