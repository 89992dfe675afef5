# expect: failed
# because: relu comes before the biases
# told: does relu come after them
hidden = np.maximum(patients @ w1, 0) + b1
outputs = hidden @ w2.T + b2
