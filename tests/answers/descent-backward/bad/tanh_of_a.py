# expect: failed
# because: the slope of tanh taken for its value
# told: What arrives at tanh is to_h
h = np.tanh(w1 * signal + b1)
to_b2 = 2 * (w2 * h + b2 - truth)
to_w2 = to_b2 * h
to_b1 = to_b2 * w2 * h
to_w1 = to_b1 * signal
