# class: size
# wrong: nine layers with a sigmoid, through which next to no gradient gets to the first
# causes: activation size gradient
# source: UMLAUT and DeepLocalize, vanishing gradients
x, y = points(600, seed=39)
model = Sequential([Input((2,))])
for _ in range(9):
    model.add(layers.Dense(24, activation="sigmoid"))  # -
    # + model.add(layers.Dense(24, activation="relu"))
model.add(layers.Dense(1, activation="sigmoid"))
model.compile(keras.optimizers.Adam(0.001), "binary_crossentropy", metrics=["accuracy"])
model.fit(x[:450], y[:450], epochs=25, validation_data=(x[450:], y[450:]), verbose=0)
