# topic: brackets
# says: model.fit
# says: model.fit(...)

model = network()
model.fit  # <-

# near miss: an attribute that is looked at
model = network()
model.layers
