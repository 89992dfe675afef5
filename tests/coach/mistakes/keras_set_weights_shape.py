# topic: weights
# says: (3, 2)
# says: (2, 3)
# says: .T
model = Sequential([Input((3,)), Dense(2)])
model.layers[0].set_weights([np.zeros((2, 3)), np.zeros(2)])  # <-

# near miss: turned the right way
model = Sequential([Input((3,)), Dense(2)])
model.layers[0].set_weights([np.zeros((2, 3)).T, np.zeros(2)])
