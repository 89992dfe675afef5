# topic: shape
# says: 3
# says: 4
# says: @

weights = np.ones((4, 2))
out = data @ weights  # <-

# near miss: a product with a number
out = data @ 3
