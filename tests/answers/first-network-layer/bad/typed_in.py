# expect: failed
# because: arrays of the right shapes, with nothing in them
# told: The shape is right, but the values aren't
hidden = np.zeros((7, 4))
outputs = np.zeros((7, 4))
