# class: loop
# wrong: square metres, years and metres go into train_on_batch as they are
# causes: scale
# source: Humbatova 2020, missing normalisation step
x, y = houses()
# + x = scaled(x)
y = scaled(y)
model = Sequential([Input((4,)), layers.Dense(32, activation="relu"), layers.Dense(1)])
model.compile(keras.optimizers.SGD(0.01), "mse")
for epoch in range(20):
    for at in range(0, 500, 25):
        model.train_on_batch(x[at : at + 25], y[at : at + 25])
