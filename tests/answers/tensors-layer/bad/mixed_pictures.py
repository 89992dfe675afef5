# expect: failed
# because: reshaped to (64, 7), which mixes the pictures
# told: Is each row one picture?
hidden = np.maximum(images.reshape(64, 7).T @ w1 + b1, 0)
outputs = hidden @ w2.T + b2
