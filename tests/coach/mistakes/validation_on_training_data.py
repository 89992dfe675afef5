# topic: validation
# says: 100 % of the rows
# says: validation_split
model = network()
model.fit(data, labels, validation_data=(data, labels), verbose=0)  # <-

# near miss: kept back
x_val, y_val = data[:10], labels[:10]
model = network(optimizer=Adam(0.05))
model.fit(data[10:], labels[10:], validation_data=(x_val, y_val), epochs=15, verbose=0)
