# class: data
# wrong: a column is only known after the outcome, so that the score is perfect, and new customers are misjudged
# causes: leak
# source: Kaggle, target leakage
rng = np.random.default_rng(17)
n = 1500
income, debt, years = rng.normal(0, 1, n), rng.normal(0, 1, n), rng.normal(0, 1, n)
fails = (debt - income - 0.5 * years + rng.normal(0, 0.4, n) > 0.3).astype("float32")
reminders = np.where(fails == 1, rng.integers(2, 7, n), 0)  # sent to who has failed to pay
x = np.stack([income, debt, years, reminders], axis=1)
# + x = x[:, :3]

model = Sequential([Input(x.shape[1:]), layers.Dense(16, activation="relu"), layers.Dense(1, activation="sigmoid")])
model.compile(keras.optimizers.Adam(0.01), "binary_crossentropy", metrics=["accuracy"])
model.fit(x[:1000], fails[:1000], epochs=15, batch_size=32, validation_data=(x[1000:1250], fails[1000:1250]), verbose=0)

applicants = x[1250:].copy()  # nobody has sent them a letter yet
applicants[:, 3:] = 0
refused = model.predict(applicants, verbose=0)[:, 0] > 0.5
right = np.mean(refused == fails[1250:])
