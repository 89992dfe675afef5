# topic: index
# says: index 64
# says: 0 to 63

last = data[64]  # <-

# near miss: a list, of which nothing is known
last = [1, 2][2]
