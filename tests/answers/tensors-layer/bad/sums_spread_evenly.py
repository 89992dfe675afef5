# expect: failed
# because: every number is the mean, so that the sums are right
# told: The shape is right, the values are not
hidden = np.full((7, 20), 2975 / 140)
outputs = np.full((7, 10), 1048 / 70)

hidden_sum = float(np.sum(hidden))
outputs_sum = float(np.sum(outputs))
