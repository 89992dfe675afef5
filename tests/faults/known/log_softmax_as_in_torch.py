# class: output
# wrong: log_softmax ends the network, as with NLLLoss in another library, and this loss wants probabilities
# causes: activation loss
# source: NeuraLint, last activation and loss don't fit
x, y = flowers()
model = keras.Sequential()
model.add(Input(shape=(4,)))
model.add(layers.Dense(20, activation="tanh"))
model.add(layers.Dense(3))
model.add(layers.Activation("log_softmax"))  # -
# + model.add(layers.Activation("softmax"))
model.compile(loss=keras.losses.SparseCategoricalCrossentropy(), optimizer="rmsprop", metrics=["accuracy"])
model.fit(x, y, batch_size=8, epochs=20, validation_split=0.2, verbose=0)
