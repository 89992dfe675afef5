# class: loss
# wrong: categorical_crossentropy over one output is always 0
# causes: loss activation
# source: DeepFD, wrong loss function
x, y = points()
inputs = Input((2,))
h = layers.Dense(16, activation="relu")(inputs)
model = Model(inputs, layers.Dense(1, activation="sigmoid")(h))
model.compile("adam", keras.losses.CategoricalCrossentropy(), metrics=["accuracy"])  # -
# + model.compile("adam", keras.losses.BinaryCrossentropy(), metrics=["accuracy"])
model.fit(x, y[:, None], epochs=25, verbose=0)
