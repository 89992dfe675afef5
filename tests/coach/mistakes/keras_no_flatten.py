# topic: loss
# says: Flatten()
model = Sequential([Input((28, 28)), Dense(10, activation="softmax")])
model.compile(loss="sparse_categorical_crossentropy")
model.fit(images, np.zeros(16))  # <-

# near miss: a class for each place is what was asked for
model = Sequential([Input((28, 28)), Dense(10, activation="softmax")])
model.compile(loss="sparse_categorical_crossentropy")
model.fit(images, np.zeros((16, 28)), verbose=0)
