# topic: metric
# says: recall
# says: accuracy
model = network(metrics=["recall"])
model.fit(data, labels)  # <-

# near miss: one output a sample, for which recall is made
model = network(Dense(1, activation="sigmoid"), "binary_crossentropy", metrics=["recall"])
model.fit(data, labels, verbose=0)
