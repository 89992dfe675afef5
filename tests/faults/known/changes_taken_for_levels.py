# class: prediction
# wrong: the network learnt by how much the level changes, and its answers are compared with the level
# causes: prediction
# source: StackOverflow, inverse of differencing forgotten
rng = np.random.default_rng(25)
day = np.arange(420)
level = (40 + 12 * np.sin(day / 9) + rng.normal(0, 0.2, 420)).astype("float32")
change = np.diff(level)
windows = np.stack([change[at : at + 12] for at in range(400)])
targets = change[12:412]
net = Sequential([Input((12,)), layers.Dense(32, activation="relu"), layers.Dense(1)])
net.compile(keras.optimizers.Adam(0.005), "mse")
net.fit(windows[:320], targets[:320], epochs=40, verbose=0)
answers = net.predict(windows[320:], verbose=0)[:, 0]
# + answers = answers + level[332:412]
score = float(np.sqrt(np.mean((answers - level[333:413]) ** 2)))
