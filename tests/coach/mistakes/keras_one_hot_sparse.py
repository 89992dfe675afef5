# topic: loss
# says: 'categorical_crossentropy'
model = network()
model.fit(data, keras.utils.to_categorical(labels))  # <-

# near miss: a column of class numbers
model = network()
model.fit(data, labels.reshape(-1, 1), verbose=0)
