# class: output
# wrong: values from -8 to 8 are predicted by a tanh
# causes: activation scale labels
# source: DeepFD, labels outside of the activation's range
past, future = waves(400, seed=5)
future = future * 8
model = keras.Sequential()
model.add(keras.Input((16, 1)))
model.add(layers.LSTM(24))
model.add(layers.Dense(1, activation="tanh"))  # -
# + model.add(layers.Dense(1))
model.compile("adam", "mse")
model.fit(past, future, epochs=40, batch_size=16, verbose=0)
