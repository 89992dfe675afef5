# expect: passed
# because: the average is trained and frozen, and then another network on the sizes of its misses
inputs, x = body()
centre = Dense(1)(x)
average = Model(inputs, centre)
train(average, "mse")
average.trainable = False

size_of = np.abs(late - average.predict(hours, verbose=0))
hour, x = body()
size = Dense(1, activation="exponential")(x)
train(Model(hour, size), "mae", size_of)

# the mean absolute error leads to the median, and half of a Gaussian lies within 0.6745 spreads
reach = 1.645 / 0.6745 * Model(hour, size)(inputs)
model = Model(inputs, {"low": centre - reach, "high": centre + reach})
