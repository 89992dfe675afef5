# class: rate
# wrong: a rate of 1e-6
# causes: rate
# source: DeepFD, wrong learning rate
x, y = flowers()
a = Input((4,))
model = Model(a, layers.Dense(3, activation="softmax")(layers.Dense(16, activation="relu")(a)))
model.compile(keras.optimizers.Adam(1e-6), "sparse_categorical_crossentropy", metrics=["accuracy"])  # -
# + model.compile(keras.optimizers.Adam(1e-2), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=30, validation_split=0.2, verbose=0)
