# class: size
# wrong: no activation between Dense layers, with BatchNormalization between them
# causes: activation size
# source: DeepFD, missing activation
x, y = points()
model = Sequential([Input((2,))])
for units in (32, 32):
    model.add(layers.Dense(units))
    model.add(layers.BatchNormalization())
    model.add(layers.Activation("linear"))  # -
    # + model.add(layers.Activation("relu"))
model.add(layers.Dense(2, activation="softmax"))
model.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=25, verbose=0)
