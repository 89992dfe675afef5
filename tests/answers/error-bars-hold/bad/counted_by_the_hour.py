# expect: failed
# because: quantiles of each hour, counted in NumPy and looked up; a network is trained beside it, and counts nothing
# told: mixed up
hour = np.clip(hours[:, 0] - 6, 0, 15.99).astype(int)
table = np.array([np.quantile(late[hour == each], [0.05, 0.95]) for each in range(16)], "float32")

inputs, x = body()
centre = Dense(1)(x)
train(Model(inputs, centre), "mse")

which = ops.cast(ops.clip(inputs[:, 0] - 6, 0, 15.99), "int32")
ends = ops.one_hot(which, 16) @ ops.convert_to_tensor(table)
model = Model(inputs, ends + 0 * centre)
said = model.predict(held_hours, verbose=0)
print(by_quarter(said[:, 0], said[:, 1]))
