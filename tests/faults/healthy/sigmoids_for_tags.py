# why: several labels at once, a sigmoid for each
x, _ = flowers()
tags = (x > 0).astype("float32")
model = Sequential([Input((4,)), layers.Dense(32, activation="relu"), layers.Dense(4, activation="sigmoid")])
model.compile(keras.optimizers.Adam(0.01), "binary_crossentropy", metrics=["binary_accuracy"])
model.fit(x, tags, epochs=30, verbose=0)
