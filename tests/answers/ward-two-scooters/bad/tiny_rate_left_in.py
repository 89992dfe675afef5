# expect: failed
# because: the rows are repaired, and the rate that the owner had tried is left in
# told: whether the loss still falls
known = np.isfinite(per_km)
model = Sequential([Input(shape=(3,)), Dense(32, activation="relu"), Dense(1)])
model.compile(loss="mse", optimizer=Adam(0.00001))
model.fit(rides[known], per_km[known], epochs=30, verbose=0)
