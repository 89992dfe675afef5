# class: size
# wrong: the dropout of 0.9 leaves next to nothing of 16 units
# causes: dropout
# source: Humbatova 2020, wrong dropout
x, y = flowers()
model = Sequential([Input((4,))])
for _ in range(2):
    model.add(layers.Dense(16, activation="relu"))
    model.add(layers.Dropout(0.9))  # -
    # + model.add(layers.Dropout(0.1))
model.add(layers.Dense(3, activation="softmax"))
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=30, validation_split=0.2, verbose=0)
