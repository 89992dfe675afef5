# expect: failed
# because: least squares by NumPy, under a trained neuron that only passes it on
# told: already the answer
def columns_of(x):
    slope, wind, load = x[:, :1], x[:, 1:2], x[:, 2:]
    return [slope, wind, load, slope * wind, slope * load, wind * load]


known = np.isfinite(per_km)
made = np.hstack([np.ones((known.sum(), 1)), *columns_of(rides[known])])
found = np.linalg.lstsq(made, per_km[known], rcond=None)[0]

inputs = Input((3,))
used = 0 * inputs[:, :1] + float(found[0])
for weight, column in zip(found[1:], columns_of(inputs)):
    used = used + float(weight) * column
model = Model(inputs, Dense(1)((used - 5) / 2))
model.compile(loss="mse", optimizer=Adam(0.3))
model.fit(rides[known], per_km[known], epochs=60, verbose=0)
