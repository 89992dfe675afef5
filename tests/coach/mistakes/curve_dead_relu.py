# topic: standing
# says: relu
model = network(Dense(1, activation="relu", bias_initializer=keras.initializers.Constant(-10)), "mse")
model.fit(data, labels, epochs=6, verbose=0)  # <-

# near miss: a relu at the end that is alive, of what is above 0
model = network(Dense(1, activation="relu", bias_initializer=keras.initializers.Constant(1)), "mse", optimizer=Adam(0.05))
model.fit(data, 1 + data[:, 0] * data[:, 1], epochs=40, verbose=0)
