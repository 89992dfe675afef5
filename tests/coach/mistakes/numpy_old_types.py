# topic: attribute
# says: np.float
# says: float

data = np.zeros(3, dtype=np.float)  # <-

# near miss: not one of the old names
data = np.zeros(3, dtype=np.flt77)
