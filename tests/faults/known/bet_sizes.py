# class: regularization
# wrong: label_smoothing=0.9 (meant: 0.1) makes nearly even probabilities, so that none is ever above the limit for a bet
# causes: labels loss regularizer
# source: StackOverflow question on what label_smoothing means (share of smoothing, not of the label)
keras.utils.set_random_seed(40)
rng = np.random.default_rng(40)
centres = rng.normal(0, 1.1, (5, 6))
kind = rng.integers(0, 5, 1300)
x = (centres[kind] + rng.normal(0, 0.5, (1300, 6))).astype("float32")
y = keras.utils.to_categorical(kind, 5)
model = Sequential([Input((6,)), layers.Dense(32, activation="relu"), layers.Dense(5, activation="softmax")])
smooth = 0.9  # -
# + smooth = 0.05
model.compile(optimizer=keras.optimizers.Adam(4e-3), loss=keras.losses.CategoricalCrossentropy(label_smoothing=smooth), metrics=["accuracy"])
history = model.fit(x[:1000], y[:1000], epochs=25, batch_size=32, validation_data=(x[1000:], y[1000:]), verbose=0)
chance = model.predict(x[1000:], verbose=0)
bets = chance.max(axis=1) > 0.7
won = (chance.argmax(axis=1) == kind[1000:]) & bets
