# class: data
# wrong: inputs and labels are shuffled each in an order of their own
# causes: order labels data
# source: StackOverflow, shuffle two arrays in unison
rng = np.random.default_rng(2)
wine = rng.normal(0, 1, (700, 6)).astype("float32")
good = np.abs(wine[:, 0]) + wine[:, 1] - 0.5 * wine[:, 2] > 0.7
good = good.astype("int32")

rng.shuffle(wine)  # -
rng.shuffle(good)  # -
# + mixed = rng.permutation(700)
# + wine, good = wine[mixed], good[mixed]
x_train, y_train = wine[:560], good[:560]
x_val, y_val = wine[560:], good[560:]
model = keras.Sequential([
    keras.layers.Input((6,)),
    keras.layers.Dense(32, activation="relu"),
    keras.layers.Dense(16, activation="relu"),
    keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.005), metrics=["accuracy"])
hist = model.fit(x_train, y_train, validation_data=(x_val, y_val), epochs=15, batch_size=16, verbose=0)
