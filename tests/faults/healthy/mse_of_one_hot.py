# why: the squared error of one-hot labels is a Brier score, and it trains
x, y = flowers()
model = Sequential([Input((4,)), layers.Dense(16, activation="relu"), layers.Dense(3, activation="softmax")])
model.compile(keras.optimizers.Adam(0.01), "mse", metrics=["accuracy"])
model.fit(x, keras.utils.to_categorical(y), epochs=30, verbose=0)
