# class: data
# wrong: measurements go into an Embedding, which cuts them to whole numbers
# causes: data
# source: Humbatova 2020, wrong type of input data
x, y = flowers()
x = 2 + x
x = x.clip(0, 4.9)
inputs = Input((4,))
h = layers.Embedding(5, 8)(inputs)  # -
# + h = layers.Dense(8, activation="relu")(inputs)
h = layers.Flatten()(h)
model = Model(inputs, layers.Dense(3, activation="softmax")(h))
model.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=20, verbose=0)
