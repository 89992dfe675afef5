# topic: data
# says: list
# says: np.array(

samples = [[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]]
first = samples[:, 0]  # <-

# near miss: a dictionary was meant
history = [0.1, 0.2]
history["loss"]
