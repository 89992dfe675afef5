# class: labels
# wrong: salaries are around 50,000, and the output starts around 0 and moves by thousandths
# causes: scale labels rate underfitting
# source: StackOverflow, regression with large targets; UMLAUT
rng = np.random.default_rng(38)
n = 900
school, worked, city = rng.integers(8, 20, n), rng.uniform(0, 40, n), rng.integers(0, 2, n)
salary = 12000 + 1900 * school + 550 * worked + 6000 * city + rng.normal(0, 1500, n)
# + salary = (salary - salary.mean()) / salary.std()
staff = np.stack([(school - 13.5) / 3.5, (worked - 20) / 11.5, city - 0.5], axis=1)

model = keras.Sequential([
    keras.Input(shape=(3,)),
    layers.Dense(64, activation="relu"),
    layers.Dense(32, activation="relu"),
    layers.Dense(1),
])
model.compile(optimizer="adam", loss="mean_squared_error", metrics=["mae"])
model.fit(staff[:700], salary[:700], validation_data=(staff[700:], salary[700:]), epochs=12, batch_size=32, verbose=0)
