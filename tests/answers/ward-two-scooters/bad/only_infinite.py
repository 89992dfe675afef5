# expect: failed
# because: the other half: what is infinite goes, and nan stays
# told: more than one kind
known = ~np.isinf(per_km)
model = Sequential([Input(shape=(3,)), Dense(32, activation="relu"), Dense(1)])
model.compile(loss="mse", optimizer=Adam(0.01))
model.fit(rides[known], per_km[known], epochs=30, verbose=0)
