# expect: failed
# because: one spread for all, measured on held trips
# told: the same at 9 and at 17
inputs, x = body()
centre = Dense(1)(x)
network = Model(inputs, centre)
train(network, "mse")
reach = 1.645 * float(np.std(held_late - network.predict(held_hours, verbose=0)))
model = Model(inputs, Concatenate()([centre - reach, centre + reach]))
