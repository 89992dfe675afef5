# topic: history
# says: history.history['loss']
model = network()
history = model.fit(data, labels, verbose=0)
print(history.loss)  # <-

# near miss: no curve is called that
model = network()
history = model.fit(data, labels, verbose=0)
print(history.colour)
