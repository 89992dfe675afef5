# class: data
# wrong: the number of a district is taken as an amount, though districts with close numbers have nothing in common
# causes: data
# source: StackOverflow, label encoding of categorical features
rng = np.random.default_rng(9)
rent_of = rng.normal(0, 1, 30)
district = rng.integers(0, 30, 1500)
area = rng.normal(0, 1, 1500)
rent = (rent_of[district] + 0.6 * area + rng.normal(0, 0.1, 1500)).astype("float32")

codes = district[:, None] / 30  # -
# + codes = keras.utils.to_categorical(district, 30)
flats = np.concatenate([codes, area[:, None]], axis=1).astype("float32")
model = keras.Sequential([keras.Input((flats.shape[1],)), layers.Dense(32, activation="relu"), layers.Dense(1)])
model.compile(optimizer=keras.optimizers.Adam(0.01), loss="mse")
model.fit(flats[:1200], rent[:1200], validation_data=(flats[1200:], rent[1200:]), epochs=30, batch_size=32, verbose=0)
