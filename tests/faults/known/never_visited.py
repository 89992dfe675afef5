# class: data
# wrong: 999999 stands for "never" in a column of days, and after scaling all real days are the same number
# causes: data scale
# source: Kaggle notebooks, sentinel values of missing data
rng = np.random.default_rng(5)
n = 1200
days = rng.integers(0, 120, n).astype("float64")
age = rng.uniform(18, 80, n)
visits = rng.poisson(4, n)
spent = 80 * np.exp(-days / 30) + 0.3 * age + 2 * visits + rng.normal(0, 2, n)
never = rng.random(n) < 0.04
days[never] = 999999
# + days[never] = 120
spent[never] = 0.3 * age[never]

table = np.stack([days, age, visits], axis=1)
table = (table - table.mean(axis=0)) / table.std(axis=0)
target = (spent - spent.mean()) / spent.std()
net = keras.Sequential([
    Input((3,)),
    layers.Dense(32, activation="relu"),
    layers.Dense(32, activation="relu"),
    layers.Dense(1),
])
net.compile(keras.optimizers.Adam(0.005), loss="mse", metrics=["mae"])
net.fit(table[:1000], target[:1000], validation_data=(table[1000:], target[1000:]), epochs=30, batch_size=32, verbose=0)
