# class: labels
# wrong: the target is the last value of the window itself, so that validation is perfect and the forecast is late
# causes: leak labels
# source: StackOverflow, LSTM that only repeats its last input
rng = np.random.default_rng(27)
hours = np.arange(900)
load = np.sin(hours * 0.9) + 0.5 * np.sin(hours * 1.7 + 1) + rng.normal(0, 0.03, 900)
steps = 12
windows = np.stack([load[i : i + steps] for i in range(len(load) - steps)])
target = np.array([load[i + steps - 1] for i in range(len(load) - steps)])  # -
# + target = np.array([load[i + steps] for i in range(len(load) - steps)])

model = Sequential([Input((steps,)), layers.Dense(32, activation="relu"), layers.Dense(1)])
model.compile(keras.optimizers.Adam(0.005), "mse")
model.fit(windows[:700], target[:700], validation_data=(windows[700:], target[700:]), epochs=30, batch_size=32, verbose=0)

forecast = model.predict(windows[700:], verbose=0)[:, 0]
happened = load[700 + steps :]
error = np.mean((forecast - happened) ** 2)
