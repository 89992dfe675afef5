# expect: failed
# because: least squares by NumPy; a network is trained beside it, and counts nothing
# told: mixed up
line = np.linalg.lstsq(np.hstack([np.ones((len(cups), 1)), cups]), 2 * np.ravel(liked) - 1, rcond=None)[0]

inputs = Input((12,))
beside = Dense(1)(inputs)
network = Model(inputs, beside)
network.compile(loss="mse", optimizer=Adam(0.01))
network.fit(cups, liked, epochs=10, verbose=0)

total = ops.sum(inputs * ops.convert_to_tensor(line[1:].astype("float32")), axis=1, keepdims=True)
model = Model(inputs, ops.sigmoid(total + float(line[0])) + 0 * beside)
