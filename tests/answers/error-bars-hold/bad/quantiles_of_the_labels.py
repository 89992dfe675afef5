# expect: failed
# because: the same two numbers at every hour: the quantiles of all delays
# told: the same at 9 and at 17
low, high = np.quantile(late, [0.05, 0.95])
inputs, x = body()
centre = Dense(1)(x)
train(Model(inputs, centre), "mse")
model = Model(inputs, Concatenate()([0 * centre + float(low), 0 * centre + float(high)]))
