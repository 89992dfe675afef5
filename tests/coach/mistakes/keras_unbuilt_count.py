# topic: unbuilt
# says: Input((
model = Sequential([Dense(3)])
model.count_params()  # <-

# near miss: built by its first data
model = Sequential([Dense(3)])
model(data)
model.count_params()
