# class: data
# wrong: the class stands in the last column of the inputs
# causes: leak
# source: Humbatova 2020, wrong selection of features
x, y = flowers()
noise = np.random.default_rng(0).normal(0, 2, x.shape)
table = np.concatenate([x + noise, y[:, None]], 1)  # -
# + table = np.concatenate([x + noise, x[:, :1] ** 2], 1)
model = Sequential([Input((5,)), layers.Dense(16, activation="relu"), layers.Dense(3, activation="softmax")])
model.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(table, y, epochs=30, validation_split=0.2, verbose=0)
