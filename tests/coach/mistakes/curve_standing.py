# topic: rate
# says: rate was 0 in each epoch
model = network(optimizer=SGD(0.0))
model.fit(data, labels, epochs=6, verbose=0)  # <-

# near miss: small steps, yet steps
model = network(optimizer=SGD(0.001))
model.fit(data, labels, epochs=6, verbose=0)
