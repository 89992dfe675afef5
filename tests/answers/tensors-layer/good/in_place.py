# expect: passed
# because: the arrays are changed where they are, then pass through a function
def dense(x, weights, biases):
    return x @ weights + biases


images.shape = (7, 64)
w2 = w2.T
hidden = dense(images, w1, b1)
hidden[hidden < 0] = 0
outputs = dense(hidden, w2, b2)
