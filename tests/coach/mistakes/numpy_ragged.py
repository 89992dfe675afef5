# topic: data
# says: have different lengths

data = np.array([[1, 2, 3], [4, 5]])  # <-

# near miss: one value is replaced by two
data = np.zeros(3)
data[0] = [1, 2]
