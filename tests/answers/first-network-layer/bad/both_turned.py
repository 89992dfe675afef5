# expect: failed
# because: the first layer's weights are turned as well, and 4 by 6 does not fit
# told: size 4 is different from 6
hidden = np.maximum(patients @ w1.T + b1, 0)
outputs = hidden @ w2.T + b2
