# class: prediction
# wrong: the large houses that are asked about are scaled by their own mean, which makes them average ones
# causes: prediction scale
# source: Humbatova 2020, wrong preprocessing
x, price = houses()
mean, std = x.mean(axis=0), x.std(axis=0)
x_new, price_new = houses(200, seed=5)
large = x_new[:, 0] > 160

model = Sequential([Input((4,)), layers.Dense(32, activation="relu"), layers.Dense(32, activation="relu"), layers.Dense(1)])
model.compile(keras.optimizers.Adam(0.01), "mae")
model.fit((x - mean) / std, price, epochs=40, batch_size=16, verbose=0)

asked = x_new[large]
guess = model.predict((asked - asked.mean(axis=0)) / asked.std(axis=0), verbose=0).ravel()  # -
# + guess = model.predict((asked - mean) / std, verbose=0).ravel()
error = np.abs(guess - price_new[large]).mean()
