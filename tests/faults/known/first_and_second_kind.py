# class: labels
# wrong: the labels are 1 and 2, which a binary crossentropy takes for 0 and 1
# causes: labels scale activation
# source: StackOverflow, negative loss with binary_crossentropy
x, y = points(600, seed=17)
kinds = y + 1
target = kinds  # -
# + target = kinds - 1
model = Sequential([Input((2,)), layers.Dense(32, activation="relu"), layers.Dense(16, activation="relu"), layers.Dense(1, activation="sigmoid")])
model.compile(keras.optimizers.Adam(0.005), "binary_crossentropy", metrics=["accuracy"])
model.fit(x[:450], target[:450], epochs=30, validation_data=(x[450:], target[450:]), verbose=0)
