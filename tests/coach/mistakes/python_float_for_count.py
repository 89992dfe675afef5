# topic: count
# says: //

half = len(data) / 2
first = np.zeros((half, 3))  # <-

# near miss: no division made that number
first = np.zeros((2.5, 3))
