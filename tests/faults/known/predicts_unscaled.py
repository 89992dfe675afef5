# class: prediction
# wrong: it was trained on scaled rows, and is asked about rows that aren't
# causes: prediction scale
# source: Humbatova 2020, missing preprocessing
x, y = houses()
mean, spread = x[:400].mean(0), x[:400].std(0)
model = Sequential([Input((4,)), layers.Dense(32, activation="relu"), layers.Dense(1)])
model.compile(keras.optimizers.Adam(0.01), "mse")
model.fit((x[:400] - mean) / spread, scaled(y)[:400], epochs=30, verbose=0)
prices = model.predict(x[400:], verbose=0)  # -
# + prices = model.predict((x[400:] - mean) / spread, verbose=0)
