# topic: rebuilt
# says: `model`
# says: line 3
model = Sequential([Input((3,)), Dense(2, activation="softmax")])
model.compile(loss="sparse_categorical_crossentropy")
model.fit(data, labels, verbose=0)
model = Sequential([Input((3,)), Dense(2, activation="softmax")])  # <-
model.compile(loss="sparse_categorical_crossentropy")
model.evaluate(data, labels, verbose=0)

# near miss: the new one gets the weights of the old
model = Sequential([Input((3,)), Dense(2, activation="softmax")])
model.compile(optimizer=Adam(0.05), loss="sparse_categorical_crossentropy")
model.fit(data, labels, epochs=15, verbose=0)
weights = model.get_weights()
model = Sequential([Input((3,)), Dense(2, activation="softmax")])
model.set_weights(weights)
