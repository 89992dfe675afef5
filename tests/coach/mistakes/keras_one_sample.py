# topic: shape
# says: (3,)
# says: a single sample
# says: [None]
model = network()
model.predict(np.array([0.1, 0.2, 0.3]))  # <-

# near miss: a table of one row
model = network()
model.predict(np.array([[0.1, 0.2, 0.3]]), verbose=0)
