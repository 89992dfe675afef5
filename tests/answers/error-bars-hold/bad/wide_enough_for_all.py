# expect: failed
# because: an interval in which nearly everything is
# told: widest hour
inputs, x = body()
centre = Dense(1)(x)
train(Model(inputs, centre), "mse")
model = Model(inputs, Concatenate()([centre - 10, centre + 10]))
