# class: output
# wrong: a softmax over one unit is always 1
# causes: activation
# source: StackOverflow, accuracy doesn't change with Dense(1, activation="softmax")
rng = np.random.default_rng(22)
x = rng.normal(0, 1, (600, 8, 3)).astype("float32")
y = (x[:, :, 0].mean(axis=1) > x[:, :, 1].mean(axis=1)).astype("int32")
model = Sequential([Input((8, 3)), layers.Conv1D(8, 3, activation="relu"), layers.Flatten()])
model.add(layers.Dense(1, activation="softmax"))  # -
# + model.add(layers.Dense(1, activation="sigmoid"))
model.compile(keras.optimizers.Adam(0.005), "binary_crossentropy", metrics=["accuracy"])
model.fit(x[:450], y[:450], epochs=15, validation_data=(x[450:], y[450:]), verbose=0)
