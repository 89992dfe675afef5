# class: batch
# wrong: the model is built inside the loop over the pieces of the data, and knows only the last
# causes: rebuilt loop order
# source: StackOverflow, training on files one by one begins anew each time
rng = np.random.default_rng(45)
x_all, y_all = flowers(900, seed=45)
x_test, y_test = x_all[700:], y_all[700:]
order = np.argsort(y_all[:700] + rng.uniform(0, 1.1, 700))
x, y = x_all[:700][order], y_all[:700][order]


def build():
    model = Sequential([Input((4,)), layers.Dense(16, activation="relu"), layers.Dense(3, activation="softmax")])
    model.compile(keras.optimizers.Adam(0.005), "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


# + mixed = rng.permutation(700)
# + x, y = x[mixed], y[mixed]
# + model = build()
for part in np.array_split(np.arange(700), 5):
    model = build()  # -
    model.fit(x[part], y[part], epochs=8, verbose=0)
