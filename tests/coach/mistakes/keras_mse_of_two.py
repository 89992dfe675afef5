# topic: loss
# says: 1 number per sample
# says: gives 2
model = network(loss="mse")
model.fit(data, labels)  # <-

# near miss: as many numbers a sample as outputs
model = network(Dense(2), "mse")
model.fit(data, data[:, :2], verbose=0)
