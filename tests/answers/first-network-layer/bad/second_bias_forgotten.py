# expect: failed
# because: no biases in the second layer
# told: Are the biases there
hidden = np.maximum(patients @ w1 + b1, 0)
outputs = hidden @ w2.T
