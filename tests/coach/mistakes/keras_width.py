# topic: shape
# says: 10 numbers
# says: Input((3,))
model = Sequential([Input((10,)), Dense(2)])
model.compile(loss="mse")
model.fit(data, labels)  # <-

# near miss: as many rows as the network has inputs, which is no matter
model = network()
model.fit(data[:10], labels[:10], verbose=0)
