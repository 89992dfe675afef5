# class: data
# wrong: large targets make SGD overshoot
# causes: scale rate
# source: DeepLocalize, NaN
x, y = houses()
model = Sequential([Input((4,)), layers.Dense(32, activation="relu"), layers.Dense(1)])
model.compile(keras.optimizers.SGD(0.01), "mse")
model.fit(scaled(x), y, epochs=20, verbose=0)  # -
# + model.fit(scaled(x), (y - 400) / 100, epochs=40, verbose=0)
