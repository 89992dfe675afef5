# topic: jumping
# says: up and down
# says: learning rate
model = Sequential([Input((3,)), Dense(16, "relu"), Dense(1)])
model.compile(loss="mse", optimizer=Adam(3.0))
model.fit(data, labels, epochs=10, verbose=0)  # <-

# near miss: noisy steps that lead somewhere
model = Sequential([Input((3,)), Dense(16, "relu"), Dense(1)])
model.compile(loss="mse", optimizer=Adam(0.05))
model.fit(data, labels, epochs=10, batch_size=2, verbose=0)
