# topic: shape
# says: 192 numbers
# says: (28,28)
# says: 784

picture = data.reshape(28, 28)  # <-

# near miss: more than one size is left open
data.reshape(-1, -1)
