# class: size
# wrong: no layer has a bias, so all answers to a row of zeros are 0
# causes: bias size
# source: Humbatova 2020, bias needed in layer
x, y = houses()
model = Sequential([Input((4,))])
model.add(layers.Dense(32, activation="tanh", use_bias=False))  # -
model.add(layers.Dense(1, use_bias=False))  # -
# + model.add(layers.Dense(32, activation="tanh"))
# + model.add(layers.Dense(1))
model.compile(keras.optimizers.Adam(0.02), "mse")
model.fit(scaled(x), y / 100, epochs=60, verbose=0)
