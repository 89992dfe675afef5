# topic: shape
# says: (None, 4, 3)
# says: axis
both = Concatenate()([Input((4, 3)), Input((5, 3))])  # <-

# near miss: only one input
both = Concatenate()(Input((4, 3)))
