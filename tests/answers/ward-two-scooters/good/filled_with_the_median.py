# expect: passed
# because: the labels are repaired in place: what isn't finite becomes the median of the others
known = np.isfinite(per_km)
y = np.where(known, per_km, np.median(per_km[known]))
model = Sequential([Input(shape=(3,)), Dense(64, activation="tanh"), Dense(1)])
model.compile(loss="mse", optimizer=Adam(0.01))
model.fit(rides, y, epochs=40, verbose=0)
