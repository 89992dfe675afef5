# class: size
# wrong: the recurrent layer gives all its steps, each of them is compared with the one target of the row
# causes: labels loss
# source: StackOverflow, return_sequences left on in the last LSTM
rng = np.random.default_rng(38)
x = rng.normal(0, 1, (700, 10, 2)).astype("float32")
y = (x[:, :, 0].sum(axis=1) / 3 + 0.5 * x[:, -1, 1])[:, None].astype("float32")
model = Sequential([Input((10, 2))])
model.add(layers.LSTM(24, return_sequences=True))  # -
# + model.add(layers.LSTM(24))
model.add(layers.Dense(1))
model.compile(keras.optimizers.Adam(0.01), "mse")
model.fit(x[:500], y[:500], epochs=15, validation_data=(x[500:], y[500:]), verbose=0)
