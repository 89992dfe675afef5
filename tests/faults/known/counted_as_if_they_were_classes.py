# class: loss
# wrong: a regression is judged by its accuracy, which stays at 0
# causes: metric
# source: DeepFD, wrong metric
area, price = houses(400, seed=3)
area, price = scaled(area), (price - price.mean()) / price.std()
model = keras.Sequential([layers.Dense(64, activation="relu"), layers.Dense(64, activation="relu"), layers.Dense(1)])
model.compile(
    optimizer="rmsprop",
    loss="mse",
    metrics=["accuracy"],  # -
    # + metrics=["mae"],
)
history = model.fit(area, price, validation_split=0.2, epochs=40, verbose=0)
