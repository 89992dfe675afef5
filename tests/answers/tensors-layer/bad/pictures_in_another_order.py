# expect: failed
# because: each picture is right, but they stand upside down, and a sum does not see it
# told: The shape is right, the values are not
hidden = np.maximum(images.reshape(7, 64) @ w1 + b1, 0)[::-1]
outputs = hidden @ w2.T + b2
