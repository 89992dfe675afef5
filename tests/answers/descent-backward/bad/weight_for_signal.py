# expect: failed
# because: to_w1 times the weight, not times what it is multiplied by
# told: by how much does a grow
h = np.tanh(w1 * signal + b1)
to_b2 = 2 * (w2 * h + b2 - truth)
to_w2 = to_b2 * h
to_b1 = to_b2 * w2 * (1 - h**2)
to_w1 = to_b1 * w1
