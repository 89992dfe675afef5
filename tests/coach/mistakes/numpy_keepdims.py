# topic: shape
# says: keepdims=True
table = rng.random((6, 4))
table = table - table.mean(axis=1)  # <-

# near miss: kept
table = rng.random((6, 4))
table = table - table.mean(axis=1, keepdims=True)
