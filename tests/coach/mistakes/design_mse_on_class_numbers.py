# topic: loss
# says: each of the 2 outputs with the class number
# says: sparse_categorical_crossentropy
targets = (data[:, 0] > 0).astype(int).reshape(-1, 1)
model = Sequential([Input((3,)), Dense(4, activation="relu"), Dense(2, activation="softmax")])
model.compile(loss="mse", metrics=["accuracy"])  # <-
model.fit(data, targets, verbose=0)

# near miss: two numbers a sample, between which and two outputs a distance makes sense
targets = (data[:, :2] > 0).astype(int)
model = Sequential([Input((3,)), Dense(4, activation="relu"), Dense(2, activation="sigmoid")])
model.compile(optimizer=Adam(0.05), loss="mse", metrics=["accuracy"])
model.fit(data, targets, epochs=20, verbose=0)
