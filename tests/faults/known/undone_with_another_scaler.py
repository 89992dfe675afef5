# class: prediction
# wrong: prices are turned back with the mean and the spread of the areas
# causes: prediction
# source: Humbatova 2020, missing postprocessing
table, price = houses()
area = table[:, :1]
area_mean, area_std = area.mean(), area.std()
price_mean, price_std = price.mean(), price.std()
x, y = (area - area_mean) / area_std, (price - price_mean) / price_std

model = Sequential([Input((1,)), layers.Dense(16, activation="relu"), layers.Dense(1)])
model.compile(optimizer=keras.optimizers.Adam(0.01), loss="mse")
model.fit(x[:400], y[:400], epochs=25, verbose=0)

guess = model.predict(x[400:], verbose=0)[:, 0]
guess = guess * area_std + area_mean  # -
# + guess = guess * price_std + price_mean
print("off by", np.abs(guess - price[400:]).mean())
