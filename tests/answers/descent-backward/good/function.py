# expect: passed
# because: a function that returns all four
def backward(signal, truth, w1, b1, w2, b2):
    h = np.tanh(w1 * signal + b1)
    error = 2 * (w2 * h + b2 - truth)
    inner = error * w2 * (1 - h * h)
    return inner * signal, inner, error * h, error


to_w1, to_b1, to_w2, to_b2 = backward(signal, truth, w1, b1, w2, b2)
