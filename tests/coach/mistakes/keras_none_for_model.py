# topic: none
# says: `model` is None
model = Sequential([Input((3,)), Dense(2)]).compile(loss="mse")
model.fit(data, labels)  # <-

# near miss: nothing that Keras returned
history = None
history.append(3)
