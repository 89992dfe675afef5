# topic: history
# says: 'acc'
# says: 'accuracy'
model = Sequential([Input((3,)), Dense(2, activation="softmax")])
model.compile(loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(data, labels, verbose=0)
print(history.history["acc"])  # <-

# near miss: a dictionary of the learner's own, of histories
runs = {"first": network(metrics=["accuracy"]).fit(data, labels, verbose=0)}
print(runs["acc"].history)
