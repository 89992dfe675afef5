# class: output
# wrong: the loss takes probabilities for logits
# causes: activation loss
# source: UMLAUT, softmax and from_logits
x, y = pictures()
model = Sequential([Input((8, 8)), layers.Rescaling(1 / 255), layers.Flatten(), layers.Dense(32, activation="relu")])
model.add(layers.Dense(4, activation="softmax"))  # -
# + model.add(layers.Dense(4))
model.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
model.fit(x, y, epochs=25, verbose=0)
