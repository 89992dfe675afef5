# expect: passed
# because: the slope of tanh from a, and everything in other words
z = signal * w1 + b1
out = w2 * np.tanh(z) + b2
arrives = 2.0 * (out - truth)
to_b2, to_w2 = arrives, arrives * np.tanh(z)
to_b1 = arrives * w2 / np.cosh(z) ** 2
to_w1 = to_b1 * signal
