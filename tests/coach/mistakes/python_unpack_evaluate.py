# topic: unpacking
# says: only the loss
# says: metrics=['accuracy']

model = network()
loss, accuracy = model.evaluate(data, labels)  # <-

# near miss: a number that comes from elsewhere
loss, accuracy = float(data.mean())
