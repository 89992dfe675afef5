# class: rate
# wrong: rate and momentum stand the wrong way round
# causes: rate diverging
# source: Humbatova 2020, wrong API usage
table, price = houses()
x, y = scaled(table), scaled(price)
net = Sequential()
net.add(Input((4,)))
net.add(layers.Dense(64, activation="relu"))
net.add(layers.Dense(64, activation="relu"))
net.add(layers.Dense(1))
net.compile(optimizer=keras.optimizers.SGD(0.9, 0.01), loss="mse", metrics=["mae"])  # -
# + net.compile(optimizer=keras.optimizers.SGD(0.01, 0.9), loss="mse", metrics=["mae"])
net.fit(x, y, epochs=20, batch_size=32, verbose=0)
