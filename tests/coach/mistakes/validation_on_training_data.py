# topic: validation
# says: `data`
# says: validation_split
model = network()
model.fit(data, labels, validation_data=(data, labels), verbose=0)  # <-

# near miss: kept back
x_val, y_val = data[:10], labels[:10]
model = network()
model.fit(data[10:], labels[10:], validation_data=(x_val, y_val), verbose=0)
