# expect: failed
# because: pictures of 8 x 8 do not fit 64 weights
# told: size 64 is different from 8
hidden = np.maximum(images @ w1 + b1, 0)
outputs = hidden @ w2.T + b2
