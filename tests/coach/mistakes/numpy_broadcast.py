# topic: shape
# says: (64,3)
# says: (64,)
# says: reshape(-1, 1)

weighted = data * labels  # <-

# near miss: an exception of the learner's own
raise ValueError("operands could not be broadcast")
