# topic: shape
# says: (4,)
# says: (5,)
# says: same
inputs = Input((3,))
both = Add()([Dense(4)(inputs), Dense(5)(inputs)])  # <-

# near miss: only one input
inputs = Input((3,))
both = Add()(Dense(4)(inputs))
