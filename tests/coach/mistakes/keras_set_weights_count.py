# topic: weights
# says: has 2 arrays
# says: it was given 1
# says: bias
model = Sequential([Input((3,)), Dense(2)])
model.layers[0].set_weights([np.zeros((3, 2))])  # <-

# near miss: a layer without a bias
model = Sequential([Input((3,)), Dense(2, use_bias=False)])
model.layers[0].set_weights([np.zeros((3, 2))])
