# topic: argument
# says: `lr`
# says: learning_rate=
optimizer = SGD(lr=0.1)  # <-

# near miss: an argument that never was
optimizer = SGD(colour=0.1)
