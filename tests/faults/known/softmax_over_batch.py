# class: output
# wrong: softmax over the samples of a batch
# causes: activation
# source: Humbatova 2020, wrong API usage
x, y = flowers()
a = Input((4,))
z = layers.Dense(3)(layers.Dense(16, activation="relu")(a))
model = Model(a, layers.Softmax(axis=0)(z))  # -
# + model = Model(a, layers.Softmax(axis=-1)(z))
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=25, verbose=0)
