# topic: activation
# says: 2 sigmoid units
# says: 'softmax'
model = Sequential([Input((3,)), Dense(4, activation="relu"), Dense(2, activation="sigmoid")])  # <-
model.compile(loss="sparse_categorical_crossentropy")
model.fit(data, labels, verbose=0)

# near miss: two questions, each with its own yes or no
model = Sequential([Input((3,)), Dense(4, activation="relu"), Dense(2, activation="sigmoid")])
model.compile(optimizer=Adam(0.05), loss="binary_crossentropy")
model.fit(data, keras.utils.to_categorical(labels), epochs=15, verbose=0)
