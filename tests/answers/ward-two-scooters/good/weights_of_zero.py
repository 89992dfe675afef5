# expect: passed
# because: sample weights of 0, and labels of 0, for what isn't known
known = np.isfinite(per_km)
model = Sequential([Input(shape=(3,)), Dense(32, activation="relu"), Dense(1)])
model.compile(loss="mse", optimizer=Adam(0.01))
model.fit(rides, np.where(known, per_km, 0), sample_weight=known.astype(float), epochs=30, verbose=0)
