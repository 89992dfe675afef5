# topic: scale
# says: a spread of 76
model = Sequential([Input((3,)), Dense(2, "softmax")])
model.compile(loss="sparse_categorical_crossentropy", optimizer=SGD(0.1))
model.fit(data * 255, data[:, 0] + data[:, 1] > 0.1, epochs=12, verbose=0)  # <-

# near miss: noisy steps that lead somewhere
model = Sequential([Input((3,)), Dense(2, "softmax")])
model.compile(loss="sparse_categorical_crossentropy", optimizer=Adam(0.05))
model.fit(data, data[:, 0] + data[:, 1] > 0.1, epochs=12, batch_size=8, verbose=0)
