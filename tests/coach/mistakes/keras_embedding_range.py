# topic: index
# says: 12
# says: 0 to 9
# says: 13
model = Sequential([Input((3,)), Embedding(10, 4)])
model.predict(np.full((4, 3), 12), verbose=0)  # <-

# near miss: indices out of range that no Embedding was given
tf.gather(np.zeros(10), [12])
