# topic: shape
# says: MultiHeadAttention got something of shape (32, 4)
# says: steps[:, -1:]
steps = Input((5, 4))
read = layers.MultiHeadAttention(2, 4)(steps[:, -1], steps)
model = Model(steps, Dense(1)(read))
model.compile("sgd", "mse")
model.fit(rng.random((64, 5, 4)), rng.random((64, 1)), verbose=0)  # <-

# near miss: a slice keeps the axis
steps = Input((5, 4))
read = layers.MultiHeadAttention(2, 4)(steps[:, -1:], steps)
model = Model(steps, Flatten()(Dense(1)(read)))
model.compile("sgd", "mse")
model.fit(rng.random((64, 5, 4)), rng.random((64, 1)), verbose=0)
