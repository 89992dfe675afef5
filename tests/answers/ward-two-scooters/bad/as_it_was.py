# expect: failed
# because: the run as it came, with an ordinary rate
# told: more than one kind
model = Sequential([Input(shape=(3,)), Dense(32, activation="relu"), Dense(1)])
model.compile(loss="mse", optimizer=Adam(0.01))
model.fit(rides, per_km, epochs=30, verbose=0)
