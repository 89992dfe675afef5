# expect: failed
# because: half a repair: nan goes, and what is infinite stays
# told: more than one kind
known = ~np.isnan(per_km)
model = Sequential([Input(shape=(3,)), Dense(32, activation="relu"), Dense(1)])
model.compile(loss="mse", optimizer=Adam(0.01))
model.fit(rides[known], per_km[known], epochs=30, verbose=0)
