# topic: metric
# says: a number with a fraction never does
# says: metrics=['mae']
numbers = data @ np.array([3.0, -2.0, 1.0]) + 4.5
model = Sequential([Input((3,)), Dense(1)])
model.compile(loss="mse", optimizer=SGD(0.2), metrics=["accuracy"])  # <-
model.fit(data, numbers, epochs=8, batch_size=8, verbose=0)

# near miss: yes or no, learned by mse
model = Sequential([Input((3,)), Dense(1)])
model.compile(loss="mse", optimizer=SGD(0.2), metrics=["accuracy"])
model.fit(data, labels, epochs=30, batch_size=8, verbose=0)
