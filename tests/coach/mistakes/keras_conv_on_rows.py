# topic: shape
# says: (height, width, channels)
# says: (None, 3)
model = Sequential([Input((3,)), Conv2D(2, 3)])  # <-

# near miss: an exception of the learner's own
raise ValueError("layer 'conv2d' is incompatible with the layer: expected 4 axes")
