# expect: failed
# because: least squares by numpy, and a fit that changes nothing
# told: The weights were set outside of Keras's training
rate = 1e-9
units = 16

model = Sequential([
    Input(shape=(10,)),
    Dense(units, activation="relu"),
    Dense(1),
])
table = np.column_stack([inputs, np.ones(442)])
best = np.linalg.lstsq(table, progression, rcond=None)[0]
first, first_biases = np.zeros((10, 16)), np.zeros(16)
first[:, 0], first_biases[0] = best[:-1], best[-1]
last = np.zeros((16, 1))
last[0] = 1
model.set_weights([first, first_biases, last, np.zeros(1)])
model.compile(optimizer=keras.optimizers.Adam(rate), loss="mae")
model.fit(inputs, progression, epochs=1, batch_size=32, verbose=0)
