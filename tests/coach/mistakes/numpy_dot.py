# topic: shape
# says: (64,3)
# says: (4,2)

weights = np.ones((4, 2))
out = np.dot(data, weights)  # <-

# near miss: the sum, not the product
raise ValueError("shapes of the answer are not aligned")
