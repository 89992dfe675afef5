# class: data
# wrong: a column that is always 0 is divided by its spread
# causes: nan
# source: Humbatova 2020, wrong preprocessing
x, y = pictures()
x = x.reshape(400, 64).astype("float32")
x[:, 5] = 0
with np.errstate(all="ignore"):
    x = (x - x.mean(0)) / x.std(0)  # -
    # + x = (x - x.mean(0)) / (x.std(0) + 1e-3)
a = Input((64,))
model = Model(a, layers.Dense(4, activation="softmax")(layers.Dense(16, activation="relu")(a)))
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=10, verbose=0)
