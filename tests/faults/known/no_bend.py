# class: size
# wrong: no layer before the last has an activation
# causes: activation size
# source: DeepFD, missing activation
x, y = points()
inputs = Input((2,))
z = layers.Dense(64)(inputs)  # -
# + z = layers.Dense(64, activation="relu")(inputs)
z = layers.Dense(64)(z)  # -
# + z = layers.Dense(64, activation="relu")(z)
model = Model(inputs, layers.Dense(1, activation="sigmoid")(z))
model.compile("adam", loss=keras.losses.BinaryCrossentropy(), metrics=["accuracy"])
model.fit(x, y, epochs=40, verbose=0)
