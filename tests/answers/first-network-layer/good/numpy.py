# expect: passed
# because: matrix products in NumPy
def dense(x, weights, biases):
    return x @ weights + biases


hidden = dense(patients, w1, b1)
hidden[hidden < 0] = 0
outputs = dense(hidden, w2.T, b2)
