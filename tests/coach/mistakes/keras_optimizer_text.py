# topic: name
# says: Adam(0.01)
# says: without quotes
model = Sequential([Input((3,)), Dense(2)])
model.compile(loss="mse", optimizer="Adam(0.01)")  # <-

# near miss: no optimizer at all
model = Sequential([Input((3,)), Dense(2)])
model.compile(loss="mse", optimizer="max(0.01)")
