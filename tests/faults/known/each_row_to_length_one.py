# class: data
# wrong: normalize brings each row to length 1, and what told the classes apart was the length
# causes: scale data
# source: UMLAUT; Humbatova 2020, wrong preprocessing
rng = np.random.default_rng(45)
y = rng.integers(0, 2, 500)
size = rng.uniform(2, 4, 500) + 3 * y
x = (size[:, None] * np.array([1.0, 1.5, 0.7]) * rng.normal(1, 0.05, (500, 3))).astype("float32")
x = keras.utils.normalize(x, axis=1)  # -
# + x = scaled(x)
model = keras.Sequential([Input((3,)), layers.Dense(16, activation="relu"), layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=30, validation_split=0.2, verbose=0)
