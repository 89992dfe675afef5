# topic: functional
# says: not connected
inputs, other = Input((3,)), Input((3,))
outputs = Dense(2)(other)
model = Model(inputs, outputs)  # <-

# near miss: an array for the input
outputs = Dense(2)(Input((3,)))
model = Model(data, outputs)
