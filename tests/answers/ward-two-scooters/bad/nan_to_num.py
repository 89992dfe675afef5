# expect: failed
# because: the largest number that there is takes the place of what is infinite
# told: more than one kind
model = Sequential([Input(shape=(3,)), Dense(32, activation="relu"), Dense(1)])
model.compile(loss="mse", optimizer=Adam(0.01))
model.fit(rides, np.nan_to_num(per_km), epochs=30, verbose=0)
