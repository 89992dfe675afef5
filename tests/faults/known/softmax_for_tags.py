# class: output
# wrong: softmax where several labels may be true at once
# causes: activation
# source: NeuraLint, several labels
x, _ = flowers()
tags = (x > 0).astype("float32")
model = Sequential([Input((4,)), layers.Dense(32, activation="relu")])
model.add(layers.Dense(4, activation="softmax"))  # -
# + model.add(layers.Dense(4, activation="sigmoid"))
model.compile("adam", "binary_crossentropy", metrics=["binary_accuracy"])
model.fit(x, tags, epochs=30, verbose=0)
