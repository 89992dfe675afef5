# topic: validation
# says: validation_split
# check: history: {val_loss: {falls: true}}
model = network()
model.fit(data, labels, verbose=0)  # <-

# near miss: it failed, and had validation
model = network(optimizer=Adam(0.05))
model.fit(data, labels, validation_split=0.5, epochs=15, verbose=0)
