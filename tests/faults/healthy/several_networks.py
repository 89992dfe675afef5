# why: three sizes are compared, each with a network of its own
x, y = flowers()
for width in (4, 8, 16):
    model = Sequential([Input((4,)), layers.Dense(width, activation="relu"), layers.Dense(3, activation="softmax")])
    model.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(x, y, epochs=20, validation_split=0.2, verbose=0)
