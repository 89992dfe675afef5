# class: prediction
# wrong: the new houses have their columns in another order than the old ones
# causes: prediction data scale
# source: Humbatova 2020, wrong preprocessing
names = ["area", "year", "rooms", "distance"]
table, price = houses()
new, price_new = houses(100, seed=6)
columns = dict(zip(names, new.T))
mean, std = table.mean(0), table.std(0)

model = Sequential([Input((4,)), layers.Dense(32, activation="relu"), layers.Dense(32, activation="relu"), layers.Dense(1)])
model.compile(keras.optimizers.Adam(0.01), loss=keras.losses.Huber(20.0))
model.fit((table - mean) / std, price, epochs=30, batch_size=16, verbose=0)

asked = np.stack([columns[name] for name in sorted(names)], axis=1)  # -
# + asked = np.stack([columns[name] for name in names], axis=1)
guess = model.predict((asked - mean) / std, verbose=0)[:, 0]
