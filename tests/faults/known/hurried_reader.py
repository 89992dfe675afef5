# class: rate
# wrong: Adam takes steps of 0.3
# causes: rate diverging jumping
# source: AUTOTRAINER and DeepFD, learning rate too high
rng = np.random.default_rng(32)
centres = rng.normal(0, 1, (6, 8))
y = rng.integers(0, 6, 700)
x = (centres[y] + rng.normal(0, 0.5, (700, 8))).astype("float32")
model = Sequential([Input((8,))])
for width in (64, 64, 32):
    model.add(layers.Dense(width, activation="relu"))
model.add(layers.Dense(6, activation="softmax"))
rate = 0.3  # -
# + rate = 0.003
model.compile(keras.optimizers.Adam(rate), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x[:500], y[:500], epochs=12, validation_data=(x[500:], y[500:]), verbose=0)
