# topic: data
# says: 64 samples
# says: 10 labels
model = network()
model.fit(data, labels[:10])  # <-

# near miss: the validation data is of another length, as it may be
model = network()
model.fit(data, labels, validation_data=(images[:5, :3, 0], labels[:5]), verbose=0)
