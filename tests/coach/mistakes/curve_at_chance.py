# topic: data
# says: All rows of the inputs are the same
coin = np.arange(64) % 2
model = Sequential([Input((3,)), Dense(2, activation="softmax")])
model.compile(loss="sparse_categorical_crossentropy", optimizer=SGD(0.01), metrics=["accuracy"])
model.fit(data * 0, coin, epochs=6, verbose=0)  # <-

# near miss: right half the time at first too, and the loss falls
model = network(metrics=["accuracy"], optimizer=SGD(0.1))
model.fit(data, labels, epochs=6, verbose=0)
