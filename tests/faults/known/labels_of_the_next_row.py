# class: labels
# wrong: prices are one row off
# causes: labels
# source: Humbatova 2020, wrong labels
x, y = houses()
x, y = scaled(x)[1:], scaled(y)[:-1]  # -
# + x, y = scaled(x)[1:], scaled(y)[1:]
model = Sequential([Input((4,)), layers.Dense(32, activation="relu"), layers.Dense(1)])
model.compile("adam", "mse", metrics=["mae"])
model.fit(x, y, epochs=30, validation_split=0.2, verbose=0)
