# expect: failed
# because: the lesson's cell with other names: the second layer is the first again
# told: The shape is right, but the values aren't
sums = patients @ w1 + b1
hidden = np.maximum(sums, 0)
sums = hidden @ w2 + b2
outputs = np.maximum(sums, 0)
