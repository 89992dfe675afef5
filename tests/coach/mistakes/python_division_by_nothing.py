# topic: zero
# says: `found`
# says: is empty

found = [value for value in data[:, 0] if value > 5]
mean = 1 / len(found)  # <-

# near miss: which of the two is zero cannot be told
n, m = 0, 0
mean = 1 / n + 1 / m
