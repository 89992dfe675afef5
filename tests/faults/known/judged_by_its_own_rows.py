# class: prediction
# wrong: the rows that validate are those of training, so that learning by heart looks like success
# causes: validation overfitting order leak data regularizer dropout
# source: StackOverflow, validation_data=(x_train, y_train)
rng = np.random.default_rng(60)
x = rng.normal(0, 1, (900, 18)).astype("float32")
y = (x[:, 0] + x[:, 1] * 0.8 - x[:, 2] + rng.logistic(0, 0.6, 900) > 0).astype("int32")
rows = 100  # -
# + rows = 400
width, epochs = 128, 60  # -
# + width, epochs = 8, 15
model = Sequential([Input((18,)), layers.Dense(width, activation="relu"), layers.Dense(1, activation="sigmoid")])
model.compile(keras.optimizers.Adam(0.005), "binary_crossentropy", metrics=["accuracy"])
hist = model.fit(x[:rows], y[:rows], epochs=epochs, validation_data=(x[:rows], y[:rows]), verbose=0)  # -
# + hist = model.fit(x[:rows], y[:rows], epochs=epochs, validation_data=(x[400:500], y[400:500]), verbose=0)
