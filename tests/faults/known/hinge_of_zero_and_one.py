# class: loss
# wrong: class numbers of three kinds for categorical_hinge's partner, the squared error of logits
# causes: loss labels
# source: DeepFD, wrong loss function
x, y = flowers()
model = Sequential([Input((4,)), layers.Dense(16, activation="relu"), layers.Dense(1)])  # -
# + model = Sequential([Input((4,)), layers.Dense(16, activation="relu"), layers.Dense(3)])
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])  # -
# + model.compile("adam", keras.losses.SparseCategoricalCrossentropy(True), metrics=["accuracy"])
model.fit(x, y, epochs=25, verbose=0)
