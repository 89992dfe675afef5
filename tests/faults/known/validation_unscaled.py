# class: data
# wrong: the training data is scaled, and what it validates on isn't
# causes: scale
# source: UMLAUT; Humbatova 2020, wrong preprocessing
x, y = houses()
mean, spread = x[:400].mean(0), x[:400].std(0)
train, test = (x[:400] - mean) / spread, x[400:]  # -
# + train, test = (x[:400] - mean) / spread, (x[400:] - mean) / spread
t = (y - 400) / 100
model = Sequential([Input((4,)), layers.Dense(32, activation="relu"), layers.Dense(1)])
model.compile(keras.optimizers.Adam(0.01), "mse")
model.fit(train, t[:400], validation_data=(test, t[400:]), epochs=30, verbose=0)
