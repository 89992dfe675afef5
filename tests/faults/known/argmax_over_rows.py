# class: prediction
# wrong: argmax over the samples instead of the classes
# causes: prediction
# source: Humbatova 2020, wrong API usage
x, y = flowers()
model = Sequential([Input((4,)), layers.Dense(16, activation="relu"), layers.Dense(3, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x[:300], y[:300], epochs=30, verbose=0)
chance = model.predict(x[300:], verbose=0)
guess = np.argmax(chance, axis=0)  # -
# + guess = np.argmax(chance, axis=1)
