# class: prediction
# wrong: the one house that is asked about is given in square metres and years, the others were standardised
# causes: prediction scale
# source: StackOverflow, predict a single row after StandardScaler
table, price = houses(450, seed=51)
mu, sigma = table.mean(axis=0), table.std(axis=0)
x, y = (table - mu) / sigma, (price / 100).astype("float32")
net = Sequential([Input((4,)), layers.Dense(32, activation="relu"), layers.Dense(16, activation="relu"), layers.Dense(1)])
net.compile(optimizer=keras.optimizers.Adam(0.005), loss="mse")
net.fit(x[:449], y[:449], epochs=40, batch_size=16, verbose=0)
mine = np.array([[95.0, 1974.0, 4.0, 1200.0]])
# + mine = (mine - mu) / sigma
worth = 100 * net.predict(mine, verbose=0)[0, 0]
score = float(worth)
