# topic: loss
# says: 1 number per sample
# says: gives 2
model = network(loss="mse")
model.fit(data[:50], labels[:50], verbose=0)  # <-

# near miss: as many numbers a sample as outputs
model = network(Dense(2), "mse")
model.fit(data[:50], data[:50, :2], verbose=0)
