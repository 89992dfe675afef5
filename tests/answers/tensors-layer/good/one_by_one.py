# expect: passed
# because: a loop over pictures and units
hidden = np.zeros((7, 20), "float32")
outputs = np.zeros((7, 10), "float32")
for n, image in enumerate(images):
    for unit in range(20):
        hidden[n, unit] = max(image.ravel() @ w1[:, unit] + b1[unit], 0)
    for unit in range(10):
        outputs[n, unit] = hidden[n] @ w2[unit] + b2[unit]
