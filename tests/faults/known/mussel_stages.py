# class: loop
# wrong: the model is built and compiled anew in every round of the loop, so only the last round's training is left at the end
# causes: rebuilt loop underfitting
# source: StackOverflow: training in a for loop with model creation inside starts from scratch
keras.utils.set_random_seed(33)
rng = np.random.default_rng(33)
x, x_test = rng.uniform(-1, 1, (1200, 2)).astype("float32"), rng.uniform(-1, 1, (300, 2)).astype("float32")
y, y_test = [(np.sin(4 * z[:, 0]) * np.sin(4 * z[:, 1]) > 0).astype("float32") for z in (x, x_test)]


def build():
    net = Sequential([Input((2,)), layers.Dense(48, activation="relu"), layers.Dense(32, activation="relu"), layers.Dense(1, activation="sigmoid")])
    net.compile(optimizer=keras.optimizers.Adam(5e-3), loss="binary_crossentropy", metrics=["accuracy"])
    return net


model = build()
scores = []
for round_ in range(6):
    model = build()  # -
    noise = rng.normal(0, 0.01, x.shape).astype("float32")
    model.fit(x + noise, y, epochs=4, batch_size=32, verbose=0)
    scores.append(model.evaluate(x_test, y_test, verbose=0)[1])
