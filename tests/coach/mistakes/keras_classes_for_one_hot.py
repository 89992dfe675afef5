# topic: loss
# says: sparse_categorical_crossentropy
# says: 2 outputs
model = network(loss="categorical_crossentropy")
model.fit(data, labels)  # <-

# near miss: labels that are one-hot
model = network(loss="categorical_crossentropy")
model.fit(data, keras.utils.to_categorical(labels), verbose=0)
