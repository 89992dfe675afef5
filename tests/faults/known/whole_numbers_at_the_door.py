# class: data
# wrong: the Input asks for whole numbers, and points between -1 and 1 are cut to 0
# causes: data scale
# source: Humbatova 2020, wrong type of data
x, y = points()
inputs = Input(shape=(2,), dtype="int32")  # -
# + inputs = Input(shape=(2,), dtype="float32")
h = layers.Dense(32, activation="relu")(inputs)
h = layers.Dense(32, activation="relu")(h)
model = Model(inputs, layers.Dense(1, activation="sigmoid")(h))
model.compile(optimizer=keras.optimizers.Adam(0.005), loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=20, verbose=0)
