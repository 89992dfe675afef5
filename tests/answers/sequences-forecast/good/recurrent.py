# expect: passed
# because: a GRU reads the hours one by one, and a column is an output for it: shape (n, 24, 1)
from keras import layers

inputs = Input((48, 1))
level = ops.mean(inputs, axis=1, keepdims=True)
h = layers.GRU(24)((inputs - level) / 10)
model = Model(inputs, level + 10 * layers.Reshape((24, 1))(Dense(24)(h)))
model.compile(loss="mse", optimizer=keras.optimizers.Adam(0.005))
x, y = windows(flow)
model.fit(x[:, :, None], y[:, :, None], epochs=10, batch_size=64, verbose=0)
