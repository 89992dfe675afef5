# class: data
# wrong: square metres, years and metres go in as they are
# causes: scale
# source: UMLAUT, input range
x, y = houses()
model = Sequential([Input((4,)), layers.Dense(32, activation="relu"), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(x, y / 400, epochs=30, validation_split=0.2, verbose=0)  # -
# + model.fit(scaled(x), y / 400, epochs=30, validation_split=0.2, verbose=0)
