# expect: failed
# because: the second layer's units get columns of w2, which runs and has the right shape
# told: Does each unit get the weights in its own row of w2
hidden = np.maximum(patients @ w1 + b1, 0)
outputs = hidden @ w2 + b2
