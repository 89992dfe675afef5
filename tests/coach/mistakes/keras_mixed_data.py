# topic: data
# says: dtype
model = network()
model.fit(np.array([[1.0, None, 3.0]], dtype=object), np.array([0]))  # <-

# near miss: numbers that are missing, and no objects
model = network()
model.predict(np.array([[1.0, np.nan, 3.0]]), verbose=0)
