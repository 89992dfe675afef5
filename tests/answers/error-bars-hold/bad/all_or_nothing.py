# expect: failed
# because: nine hours in ten get an interval for everything, and one gets an empty one, so that the shares are right
# told: far too wide
inputs, x = body()
centre = Dense(1)(x)
train(Model(inputs, centre), "mse")
reach = ops.where(ops.mod(ops.round(inputs * 100), 10) < 9, 1000.0, 0.001)
model = Model(inputs, Concatenate()([centre - reach, centre + reach]))
