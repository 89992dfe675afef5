# class: size
# wrong: eight layers of sigmoids let no gradient through
# causes: activation gradient
# source: DeepLocalize, vanishing gradient
x, y = flowers()
a = h = Input((4,))
for _ in range(8):
    h = layers.Dense(16, activation="sigmoid")(h)  # -
    # + h = layers.Dense(16, activation="relu")(h)
model = Model(a, layers.Dense(3, activation="softmax")(h))
model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])  # -
# + model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=30, verbose=0)
