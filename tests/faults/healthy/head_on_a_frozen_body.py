# why: the body was trained before and is frozen on purpose
x, y = flowers()
body = Sequential([Input((4,)), layers.Dense(32, activation="relu")])
first = Sequential([body, layers.Dense(3, activation="softmax")])
first.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy")
first.fit(x, y, epochs=20, verbose=0)
body.trainable = False
model = Sequential([body, layers.Dense(1, activation="sigmoid")])
model.compile(keras.optimizers.Adam(0.02), "binary_crossentropy", metrics=["accuracy"])
model.fit(x, y == 1, epochs=20, verbose=0)
