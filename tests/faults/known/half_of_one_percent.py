# class: labels
# wrong: humidity comes in percent, and is compared with 0.5
# causes: labels imbalance data
# source: Humbatova 2020, wrong preprocessing of labels
rng = np.random.default_rng(4)
weather = rng.normal(size=(800, 3)).astype("float32")
humidity = 100 / (1 + np.exp(-2 * weather @ [1.0, -0.8, 0.6] + rng.normal(0, 0.2, 800)))
rainy = (humidity > 0.5).astype("int32")  # -
# + rainy = (humidity > 50).astype("int32")
x, y, x_new, humid_new = weather[:600], rainy[:600], weather[600:], humidity[600:]

model = keras.Sequential([layers.Dense(8, activation="relu"), layers.Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(x, y, epochs=20, batch_size=16, verbose=0)
