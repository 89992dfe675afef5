# topic: loss
# says: label 7
# says: 2 units
# says: 8 units
model = network()
model.fit(data, labels + 6)  # <-

# near miss: large labels that are no classes
model = network(Dense(1), "mse")
model.fit(data, labels + 6, verbose=0)
