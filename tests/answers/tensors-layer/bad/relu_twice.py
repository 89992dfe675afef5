# expect: failed
# because: relu on the outputs too
# told: The shape is right, the values are not
hidden = np.maximum(images.reshape(7, 64) @ w1 + b1, 0)
outputs = np.maximum(hidden @ w2.T + b2, 0)
