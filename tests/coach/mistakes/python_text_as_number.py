# topic: text
# says: 'red'
# says: a string where a number

colours = np.array(["red", "green"])
data = colours.astype("float32")  # <-

# near miss: an exception of the learner's own
raise ValueError("could not convert string to float")
