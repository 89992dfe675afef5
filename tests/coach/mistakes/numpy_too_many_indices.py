# topic: shape
# says: 1 axis
# says: 2

first = labels[:, 0]  # <-

# near miss: not an array's own complaint
raise IndexError("too many indices")
