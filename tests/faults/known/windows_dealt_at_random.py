# class: data
# wrong: windows that overlap are divided at random, so that each one to validate on is nearly known
# causes: validation leak
# source: StackOverflow, train_test_split of sliding windows
rng = np.random.default_rng(61)
noise = np.zeros(460)
for at in range(1, 460):
    noise[at] = 0.95 * noise[at - 1] + rng.normal(0, 0.15)
walk = np.sin(np.arange(460) / 9) + noise
past = np.stack([walk[at : at + 30] for at in range(420)])
ahead = walk[38 : 38 + 420]
order = rng.permutation(420)
# + order = np.arange(420)
train, late = order[:336], order[336:]
net = Sequential([Input((30,)), layers.Dense(96, activation="relu"), layers.Dense(96, activation="relu"), layers.Dense(1)])
net.compile(keras.optimizers.Adam(0.003), "mse")
log = net.fit(past[train], ahead[train], validation_data=(past[late], ahead[late]), epochs=25, verbose=0).history
score = log["val_loss"][-1]
