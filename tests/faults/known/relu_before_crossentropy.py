# class: output
# wrong: relu at the end, where the loss expects probabilities
# causes: activation
# source: DeepFD 48385830
x, y = points()
model = Sequential([Input((2,)), layers.Dense(16, activation="relu"), layers.BatchNormalization()])
model.add(layers.Dense(1, activation="relu"))  # -
# + model.add(layers.Dense(1, activation="sigmoid"))
model.compile("adam", keras.losses.BinaryCrossentropy(), metrics=["accuracy"])
model.fit(x, y, epochs=25, verbose=0)
