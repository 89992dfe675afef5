# class: loss
# wrong: accuracy of a regression is always 0
# causes: metric
# source: DeepFD, wrong metric
x, y = houses()
model = Sequential([Input((4,)), layers.Dense(32, activation="relu"), layers.Dense(1)])
model.compile(keras.optimizers.Adam(0.01), "mse", metrics=["accuracy"])  # -
# + model.compile(keras.optimizers.Adam(0.01), "mse", metrics=["mae"])
model.fit(scaled(x), scaled(y), epochs=30, verbose=0)
