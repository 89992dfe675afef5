# class: data
# wrong: in a cross-validation the same network goes on from fold to fold, and has seen what it is tested on
# causes: leak validation
# source: Humbatova 2020, wrong split
def make():
    net = Sequential([Input((16,)), layers.Dense(48, activation="relu"), layers.Dense(1, activation="sigmoid")])
    net.compile(keras.optimizers.Adam(0.01), "binary_crossentropy", metrics=["accuracy"])
    return net


rng = np.random.default_rng(58)
x, y = rng.normal(size=(120, 16)).astype("float32"), rng.integers(0, 2, 120)
folds, found = np.arange(120) % 4, []
model = make()
for k in range(4):
    # + model = make()
    inside, outside = folds != k, folds == k
    model.fit(x[inside], y[inside], epochs=8, validation_data=(x[outside], y[outside]), verbose=0)
    found.append(model.evaluate(x[outside], y[outside], verbose=0)[1])
