# class: rate
# wrong: the loss of a linear fit grows without bound
# causes: rate
# source: DeepLocalize, exploding
x, y = waves()
model = Sequential([Input((16, 1)), layers.Flatten(), layers.Dense(16), layers.Dense(1)])
model.compile(keras.optimizers.SGD(1.0), keras.losses.MeanSquaredError())  # -
# + model.compile(keras.optimizers.SGD(0.01), keras.losses.MeanSquaredError())
model.fit(x, y, epochs=10, verbose=0)
