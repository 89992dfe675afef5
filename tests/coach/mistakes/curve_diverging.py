# topic: rate
# says: learning rate of 1.9 is too large
model = Sequential([Input((3,)), Dense(1)])
model.compile(loss="mse", optimizer=SGD(1.9))  # <-
model.fit(data, labels, epochs=6, verbose=0)

# near miss: it falls
model = Sequential([Input((3,)), Dense(1)])
model.compile(loss="mse", optimizer=SGD(0.3))
model.fit(data, labels, epochs=40, verbose=0)
