# topic: shape
# says: channel
# says: (28, 28, 1)
# says: [..., None]
model = Sequential([Input((28, 28)), Conv2D(2, 3)])  # <-

# near miss: a Conv1D, for which rows are channels
model = Sequential([Input((28, 28)), layers.Conv1D(2, 3)])
