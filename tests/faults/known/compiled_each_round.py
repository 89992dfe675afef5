# class: loop
# wrong: the network is compiled again before each epoch
# causes: rebuilt
# source: Humbatova 2020, wrong training loop
x, y = points()
net = Sequential([Input((2,)), layers.Dense(32, activation="relu"), layers.Dense(1, activation="sigmoid")])
# + net.compile(keras.optimizers.Adam(0.01), "binary_crossentropy", metrics=["accuracy"])
for epoch in range(8):
    net.compile(keras.optimizers.Adam(0.01), "binary_crossentropy", metrics=["accuracy"])  # -
    net.fit(x, y, epochs=4, verbose=0)
model = net
