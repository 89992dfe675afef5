# class: size
# wrong: nothing is trainable
# causes: frozen standing
# source: Humbatova 2020, frozen layers
x, y = points()
model = Sequential([Input((2,)), layers.Dense(16, activation="relu"), layers.Dense(1, activation="sigmoid")])
for layer in model.layers:
    layer.trainable = False  # -
    # + layer.trainable = True
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=15, verbose=0)
