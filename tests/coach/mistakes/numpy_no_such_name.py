# topic: attribute
# says: np.zeroes
# says: np.zeros

data = np.zeroes((3, 4))  # <-

# near miss: like nothing that numpy has
data = np.qwxv((3, 4))
