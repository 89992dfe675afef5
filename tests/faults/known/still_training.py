# class: prediction
# wrong: evaluated with training=True, so dropout is on
# causes: prediction
# source: Humbatova 2020, wrong API usage
x, y = points()
model = Sequential([Input((2,)), layers.Dense(64, activation="relu"), layers.Dropout(0.5), layers.Dense(1, "sigmoid")])
model.compile(keras.optimizers.Adam(0.01), "binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=40, verbose=0)
guess = model(x, training=True).numpy()[:, 0] > 0.5  # -
# + guess = model(x, training=False).numpy()[:, 0] > 0.5
accuracy = (guess == y).mean()
