# expect: failed
# because: relu comes before the biases
# told: relu after them
hidden = np.maximum(images.reshape(7, 64) @ w1, 0) + b1
outputs = hidden @ w2.T + b2
