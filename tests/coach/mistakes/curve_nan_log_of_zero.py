# topic: nan
# says: from epoch 1
# says: NaN in the data
with np.errstate(divide="ignore"):
    logs = np.log(np.maximum(data, 0))
model = Sequential([Input((3,)), Dense(2, activation="softmax")])
model.compile(loss="sparse_categorical_crossentropy")
model.fit(logs, labels, epochs=2, verbose=0)  # <-

# near miss: a log of what is positive
logs = np.log(data + 1)
model = Sequential([Input((3,)), Dense(2, activation="softmax")])
model.compile(loss="sparse_categorical_crossentropy")
model.fit(logs, labels, epochs=2, verbose=0)
