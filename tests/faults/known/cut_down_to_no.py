# class: prediction
# wrong: probabilities are made whole numbers, which cuts each of them to 0
# causes: prediction
# source: StackOverflow, astype(int) of the output of a sigmoid gives only zeros
x, y = points(700, seed=61)
model = Sequential([Input((2,)), layers.Dense(32, activation="relu"), layers.Dense(16, activation="relu"), layers.Dense(1, activation="sigmoid")])
model.compile(keras.optimizers.Adam(0.01), "binary_crossentropy", metrics=["accuracy"])
model.fit(x[:500], y[:500], epochs=25, verbose=0)
said = model.predict(x[500:], verbose=0)[:, 0].astype(int)  # -
# + said = (model.predict(x[500:], verbose=0)[:, 0] > 0.5).astype(int)
score = float(np.mean(said == y[500:]))
