# expect: failed
# because: least squares by NumPy; a network is trained beside it, and counts nothing
# told: mixed up
def columns_of(x):
    slope, wind, load = x[:, :1], x[:, 1:2], x[:, 2:]
    return [slope, wind, load, slope * wind, slope * load, wind * load]


known = np.isfinite(per_km)
made = np.hstack([np.ones((known.sum(), 1)), *columns_of(rides[known])])
found = np.linalg.lstsq(made, per_km[known], rcond=None)[0]

inputs = Input((3,))
beside = Dense(1)(inputs)
network = Model(inputs, beside)
network.compile(loss="mse", optimizer=Adam(0.01))
network.fit(rides[known], per_km[known], epochs=10, verbose=0)

used = 0 * beside + float(found[0])
for weight, column in zip(found[1:], columns_of(inputs)):
    used = used + float(weight) * column
model = Model(inputs, used)
