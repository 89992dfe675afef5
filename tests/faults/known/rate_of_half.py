# class: rate
# wrong: Adam with a rate of 0.5
# causes: rate
# source: DeepFD, wrong learning rate
x, y = houses()
x, y = scaled(x), scaled(y)
net = Sequential([Input((4,)), layers.Dense(64, activation="relu"), layers.Dense(64, activation="relu"), layers.Dense(1)])
net.compile(optimizer=keras.optimizers.Adam(learning_rate=0.5), loss="mse")  # -
# + net.compile(optimizer=keras.optimizers.Adam(learning_rate=0.01), loss="mse")
net.fit(x, y, epochs=30, validation_split=0.2, verbose=0)
model = net
