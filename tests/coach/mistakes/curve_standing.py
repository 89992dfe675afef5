# topic: standing
# says: no weight changes
# says: learning_rate
model = network(optimizer=SGD(0.0))
model.fit(data, labels, epochs=6, verbose=0)  # <-

# near miss: small steps, yet steps
model = network(optimizer=SGD(0.001))
model.fit(data, labels, epochs=6, verbose=0)
