# topic: activation
# says: always 1
# says: Dense(1, activation='sigmoid')
model = Sequential([Input((3,)), Dense(4, activation="relu"), Dense(1, activation="softmax")])  # <-
model.compile(loss="binary_crossentropy")
model.fit(data, labels, verbose=0)

# near miss: a choice between two
model = Sequential([Input((3,)), Dense(4, activation="relu"), Dense(2, activation="softmax")])
model.compile(optimizer=Adam(0.05), loss="sparse_categorical_crossentropy")
model.fit(data, labels, epochs=15, verbose=0)
