# class: rate
# wrong: a trained body is tuned on with Adam at 0.5, which wipes out what it had learnt
# causes: rate diverging
# source: DeepFD, wrong learning rate
x, y = pictures(400, seed=13)
x = x[..., None] / 255.0
body = Sequential([Input((8, 8, 1)), layers.Conv2D(8, 3, activation="relu"), layers.Flatten()])
before = Sequential([body, layers.Dense(4, activation="softmax")])
before.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy")
before.fit(x, y, epochs=15, verbose=0)

few_x, few_y = pictures(80, seed=14)
few_x, few_y = few_x[..., None] / 255.0, few_y % 2
model = Sequential([body, layers.Dense(16, activation="relu"), layers.Dense(2, activation="softmax")])
body.trainable = True
model.compile(
    keras.optimizers.Adam(0.5),  # -
    # + keras.optimizers.Adam(0.002),
    "sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
model.fit(few_x, few_y, epochs=20, batch_size=16, verbose=0)
