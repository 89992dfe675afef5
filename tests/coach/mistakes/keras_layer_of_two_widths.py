# topic: shape
# says: `hidden` is one layer that is called in two places
# says: a layer of its own
hidden = Dense(4, activation="relu")
left, right = Input((4,)), Input((3,))
one = hidden(left)
two = hidden(right)  # <-

# near miss: both inputs are as wide, and weights are shared
hidden = Dense(4, activation="relu")
left, right = Input((3,)), Input((3,))
both = Model([left, right], Add()([hidden(left), hidden(right)]))
