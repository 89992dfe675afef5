# expect: failed
# because: the numbers that the tape would print, typed in
# told: were right in the starter
h = np.tanh(w1 * signal + b1)
error = 2 * (w2 * h + b2 - truth)
to_w1, to_b1, to_w2, to_b2 = -0.3365, -0.22433, -0.11595, -0.25114
