# expect: passed
# because: arrays of one number, as in a network with many units
h = np.tanh(np.array([[signal]]) @ np.array([[w1]]) + b1)
error = 2 * (h * w2 + b2 - truth)
to_w2, to_b2 = h.T @ error, error.sum()
to_a = error * w2 * (1 - h**2)
to_w1, to_b1 = signal * to_a, to_a.sum()
