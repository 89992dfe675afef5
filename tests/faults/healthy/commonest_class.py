# why: argmax over the samples on purpose: the surest sample of each class
x, y = flowers()
model = Sequential([Input((4,)), layers.Dense(16, activation="relu"), layers.Dense(3, activation="softmax")])
model.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=25, verbose=0)
surest = model.predict(x, verbose=0).argmax(0)
shown = x[surest]
