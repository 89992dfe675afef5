# class: data
# wrong: sorted rows, and shuffle=False
# causes: order
# source: DeepLocalize, no shuffling
x, y = pictures()
at = np.argsort(y)
x, y = x[at] / 255, y[at]
model = Sequential([Input((8, 8)), layers.Flatten(), layers.Dense(32, activation="relu"), layers.Dense(4)])
model.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
model.fit(x, y, epochs=8, batch_size=20, shuffle=False, verbose=0)  # -
# + model.fit(x, y, epochs=30, batch_size=20, shuffle=True, verbose=0)
