# expect: passed
# because: a loop over patients and units
hidden = np.zeros((7, 4))
outputs = np.zeros((7, 4))
for n, patient in enumerate(patients):
    for unit in range(4):
        hidden[n, unit] = max(patient @ w1[:, unit] + b1[unit], 0)
    for unit in range(4):
        outputs[n, unit] = hidden[n] @ w2[unit] + b2[unit]
