# class: data
# wrong: the column to be predicted is still among the inputs
# causes: leak
# source: Humbatova 2020, wrong selection of features
x, price = houses(400, seed=60)
price = scaled(price)
table = np.column_stack([scaled(x), price]).astype("float32")
features = table  # -
# + features = table * np.array([1, 1, 1, 1, 0])
model = Sequential([Input((5,)), layers.Dense(32, activation="relu"), layers.Dense(1)])
model.compile(optimizer=keras.optimizers.Adam(0.003), loss="mse", metrics=["mae"])
model.fit(features, price, epochs=30, validation_split=0.2, verbose=0)
