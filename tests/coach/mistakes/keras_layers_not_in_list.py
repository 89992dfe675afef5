# topic: layer
# says: square brackets
model = Sequential(Input((3,)), Dense(2))  # <-

# near miss: no layers at all
model = Sequential(3, 4)
