# class: output
# wrong: softmax over a single unit, as a layer of its own
# causes: activation
# source: NeuraLint, DeepFD 33969059
x, y = points()
model = Sequential()
model.add(Input((2,)))
model.add(layers.Dense(16))
model.add(layers.Activation("relu"))
model.add(layers.Dense(1))
model.add(layers.Activation("softmax"))  # -
# + model.add(layers.Activation("sigmoid"))
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
model.fit(x, y, epochs=25, batch_size=32, verbose=0)
