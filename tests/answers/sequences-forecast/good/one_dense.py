# expect: passed
# because: no hidden layer: 24 weighted sums of how far each hour is from the mean of the last day, and all hours to train on
inputs = Input((48,))
level = ops.mean(inputs[:, 24:], axis=1, keepdims=True)
model = Model(inputs, Dense(24)((inputs - level) / 10) * 10 + level)
model.compile(loss="mse", optimizer=keras.optimizers.Adam(0.002))
model.fit(*windows(flow), epochs=30, batch_size=64, verbose=0)
