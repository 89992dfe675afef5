# topic: nan
# says: of the numbers in the inputs are NaN or infinite
with np.errstate(divide="ignore"):
    logs = np.log(np.maximum(data, 0))
model = Sequential([Input((3,)), Dense(2, activation="softmax")])
model.compile(loss="sparse_categorical_crossentropy")
model.fit(logs, labels, epochs=2, verbose=0)  # <-

# near miss: a log of what is positive
logs = np.log(data + 1)
model = Sequential([Input((3,)), Dense(2, activation="softmax")])
model.compile(optimizer=Adam(0.05), loss="sparse_categorical_crossentropy")
model.fit(logs, labels, epochs=25, verbose=0)
