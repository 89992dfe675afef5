# topic: underfitting
# says: still falling
# says: more than 5 epochs
largest = data.argmax(axis=1)
model = Sequential([Input((3,)), Dense(16, "relu"), Dense(3, "softmax")])
model.compile(loss="sparse_categorical_crossentropy", optimizer=Adam(0.01), metrics=["accuracy"])
model.fit(data, largest, validation_split=0.25, epochs=5, verbose=0)  # <-

# near miss: it falls as before, and hits nearly all
model = Sequential([Input((3,)), Dense(16, "relu"), Dense(2, "softmax")])
model.compile(loss="sparse_categorical_crossentropy", optimizer=Adam(0.05), metrics=["accuracy"])
model.fit(data, labels, validation_split=0.5, epochs=12, verbose=0)
