# expect: failed
# because: numbers that no ride has take the places of those that aren't finite
# told: an ordinary ride
model = Sequential([Input(shape=(3,)), Dense(32, activation="relu"), Dense(1)])
model.compile(loss="mse", optimizer=Adam(0.01))
model.fit(rides, np.nan_to_num(per_km, posinf=1000.0), epochs=30, verbose=0)
