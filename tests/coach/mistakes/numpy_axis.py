# topic: axis
# says: axis 2
# says: 2 axes
# says: axis=1

best = data.argmax(axis=2)  # <-

# near miss: the axes are in the wrong order, none is missing
data.transpose((0, 0))
