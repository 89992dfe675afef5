# class: loop
# wrong: each round of the loop builds and trains a new network for one epoch
# causes: rebuilt underfitting
# source: Humbatova 2020, wrong training loop
x, y = flowers()


def make():
    net = Sequential([Input((4,)), layers.Dense(12, activation="relu"), layers.Dense(3, activation="softmax")])
    net.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return net


# + model = make()
for epoch in range(8):
    model = make()  # -
    model.fit(x, y, epochs=1, verbose=0)
