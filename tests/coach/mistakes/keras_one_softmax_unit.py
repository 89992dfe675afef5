# topic: loss
# says: one unit
# says: Dense(1, activation='sigmoid')
model = network(Dense(1, activation="softmax"))
model.fit(data, labels)  # <-

# near miss: a unit for each class
model = network(Dense(2, activation="softmax"))
model.fit(data, labels, verbose=0)
