# topic: compile
# says: model.compile(
model = Sequential([Input((3,)), Dense(2, activation="softmax")])
model.fit(data, labels)  # <-

# near miss: predicting needs no loss
model = Sequential([Input((3,)), Dense(2, activation="softmax")])
model.predict(data, verbose=0)
