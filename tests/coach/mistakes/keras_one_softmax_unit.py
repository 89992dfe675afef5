# topic: loss
# says: one unit
# says: Dense(1, activation='sigmoid')
model = network(Dense(1, activation="softmax"))
model.fit(data, labels)  # <-

# near miss: one class is all that there is
model = network(Dense(1, activation="softmax"))
model.fit(data, labels * 0, verbose=0)
