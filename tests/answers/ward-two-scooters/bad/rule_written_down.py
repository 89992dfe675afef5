# expect: failed
# because: the rule of the plain rides as a formula, and a step of training beside it
# told: Still NaN
inputs = Input((3,))
slope, wind, load = inputs[:, :1], inputs[:, 1:2], inputs[:, 2:]
rule = 5 + 2 * slope - wind + 2 * slope * load
model = Model(inputs, Dense(1, kernel_initializer="ones")(rule))
model.compile(loss="mse", optimizer=Adam(0.000001))
known = np.isfinite(per_km)
model.fit(rides[known], per_km[known], epochs=1, verbose=0)
