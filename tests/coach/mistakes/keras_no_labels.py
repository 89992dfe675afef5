# topic: data
# says: labels
# says: fit(
model = network()
model.fit(data)  # <-

# near miss: a Dataset holds its labels
model = network()
model.fit(tf.data.Dataset.from_tensor_slices((data, labels)).batch(32), verbose=0)
