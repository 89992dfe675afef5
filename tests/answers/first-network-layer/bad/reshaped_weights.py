# expect: failed
# because: reshape to the shape that it has changes nothing
# told: Does each unit get the weights in its own row of w2
hidden = np.maximum(patients @ w1 + b1, 0)
outputs = hidden @ np.reshape(w2, (4, 4)) + b2
