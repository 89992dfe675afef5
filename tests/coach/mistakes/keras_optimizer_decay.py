# topic: argument
# says: `decay`
# says: ExponentialDecay
optimizer = SGD(0.1, decay=1e-6)  # <-

# near miss: another argument, which there is
optimizer = SGD(0.1, weight_decay=1e-6)
