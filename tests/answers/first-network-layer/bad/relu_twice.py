# expect: failed
# because: relu on the outputs too
# told: is there no relu
hidden = np.maximum(patients @ w1 + b1, 0)
outputs = np.maximum(hidden @ w2.T + b2, 0)
