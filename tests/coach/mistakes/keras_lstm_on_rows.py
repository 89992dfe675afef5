# topic: shape
# says: (steps, features)
# says: (None, 3)
model = Sequential([Input((3,)), LSTM(4)])  # <-

# near miss: a sequence of single numbers, which is a shape that it reads
model = Sequential([Input((3, 1)), LSTM(4)])
