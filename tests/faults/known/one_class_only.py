# class: labels
# wrong: a comparison that is always true makes all labels 1
# causes: labels
# source: Humbatova 2020, wrong labels
x, y = houses()
dear = (y > 0).astype("int32")  # -
# + dear = (y > 400).astype("int32")
model = Sequential([Input((4,)), layers.Dense(16, activation="relu"), layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
model.fit(scaled(x), dear, epochs=15, verbose=0)
