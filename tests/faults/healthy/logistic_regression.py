# why: two blobs are told apart by a line; no hidden layer is needed
x, y = flowers()
x, y = x[y != 1], y[y != 1] // 2
model = Sequential([Input((4,)), layers.Dense(1, activation="sigmoid")])
model.compile(keras.optimizers.Adam(0.05), "binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=20, validation_split=0.2, verbose=0)
