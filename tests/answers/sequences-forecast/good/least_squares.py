# expect: passed
# because: the weights come from least squares on the data, another method that solves the task
x, y = windows(flow)
level = x.mean(axis=1, keepdims=True)
kernel, *_ = np.linalg.lstsq(x - level, y - level)
inputs = Input((48,))
mean = ops.mean(inputs, axis=1, keepdims=True)
layer = Dense(24, use_bias=False)
model = Model(inputs, mean + layer(inputs - mean))
layer.set_weights([kernel])
model.compile(loss="mae", optimizer=keras.optimizers.Adam(1e-9))
model.fit(x, y, epochs=1, verbose=0)
