# topic: name
# says: `sum`
# says: another name

sum = data.sum()
total = sum(labels)  # <-

# near miss: a number that never was anything else
total = data.shape[0]
total(labels)
