# topic: functional
# says: Dense
# says: Dense(...)(x)
inputs = Input((3,))
model = Model(inputs, Dense(2))  # <-

# near miss: an array is no layer
inputs = Input((3,))
model = Model(inputs, data)
