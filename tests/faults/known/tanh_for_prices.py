# class: output
# wrong: tanh can't go past 1
# causes: activation
# source: UMLAUT, wrong last activation
x, y = houses()
net = Sequential([Input((4,)), layers.Dense(32, activation="relu"), layers.Dense(1, activation="tanh")])  # -
# + net = Sequential([Input((4,)), layers.Dense(32, activation="relu"), layers.Dense(1, bias_initializer="ones")])
net.compile(optimizer="rmsprop", loss="mean_absolute_error")
net.fit(scaled(x), y / 100, epochs=30, validation_split=0.2, verbose=0)
model = net
