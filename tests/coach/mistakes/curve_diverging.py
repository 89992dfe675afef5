# topic: diverging
# says: learning rate
model = Sequential([Input((3,)), Dense(1)])
model.compile(loss="mse", optimizer=SGD(1.9))
model.fit(data, labels, epochs=6, verbose=0)  # <-

# near miss: it falls
model = Sequential([Input((3,)), Dense(1)])
model.compile(loss="mse", optimizer=SGD(0.1))
model.fit(data, labels, epochs=6, verbose=0)
