# topic: standing
# says: relu
model = network(Dense(1, activation="relu", bias_initializer=keras.initializers.Constant(-10)), "mse")
model.fit(data, labels, epochs=6, verbose=0)  # <-

# near miss: nothing left to learn
model = network(Dense(1, activation="relu", bias_initializer=keras.initializers.Constant(-10)), "mse")
model.fit(data, labels * 0, epochs=6, verbose=0)
