# expect: failed
# because: the first layer does not bend
# told: and does relu come after them
hidden = patients @ w1 + b1
outputs = hidden @ w2.T + b2
