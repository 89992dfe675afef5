# class: evaluation
# wrong: the network that predicts is built again, and the weights that were learnt aren't loaded
# causes: rebuilt prediction
# source: StackOverflow, predictions random after loading the model
rng = np.random.default_rng(114)
coin = rng.integers(0, 4, 600)
scans = rng.uniform(0, 0.5, (600, 9, 9, 1)).astype("float32")
for scan, c in zip(scans, coin):
    top, left = 4 * (c // 2), 4 * (c % 2)
    scan[top + 1 : top + 4, left + 1 : left + 4] += 0.4


def build():
    net = Sequential([
        Input((9, 9, 1)),
        layers.Conv2D(8, 3, activation="relu"),
        layers.Flatten(),
        layers.Dense(4, activation="softmax"),
    ])
    net.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return net


trained = build()
trained.fit(scans[:450], coin[:450], epochs=12, batch_size=16, verbose=0)
weights = trained.get_weights()

model = build()
# + model.set_weights(weights)
guesses = model.predict(scans[450:], verbose=0).argmax(axis=1)
accuracy = np.mean(guesses == coin[450:])
