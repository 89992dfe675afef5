# topic: name
# says: `lables`
# says: `labels`

model = network()
model.fit(data, lables)  # <-

# near miss: an exception of the learner's own that only reads like Python's
raise NameError("name 'lables' is not defined in the configuration")
