# class: data
# wrong: short signals are filled up with zeros behind, and the recurrent layer reads on to the end
# causes: data
# source: Keras forums, Masking forgotten for sequences of unlike length
rng = np.random.default_rng(66)
x = np.zeros((700, 90, 2), "float32")
y = rng.integers(0, 2, 700)
for row, label in zip(x, y):
    size = rng.integers(4, 9)
    row[:size] = rng.normal(0, 1, (size, 2))
    row[size - 3 : size, 0] += 2.0 * (2 * label - 1)
model = Sequential([Input((90, 2))])
# + model.add(layers.Masking(0.0))
model.add(layers.SimpleRNN(12))
model.add(layers.Dense(1, activation="sigmoid"))
model.compile(keras.optimizers.Adam(0.003), "binary_crossentropy", metrics=["accuracy"])
model.fit(x[:500], y[:500], epochs=12, verbose=0)
score = float(model.evaluate(x[500:], y[500:], verbose=0)[1])
