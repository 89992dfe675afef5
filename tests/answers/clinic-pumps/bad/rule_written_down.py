# expect: failed
# because: the rule of the pumps as a formula, and a step of training beside it
# told: Is it near one half
# answer: leak
table = np.column_stack([load, heat, wear, visits])
inputs = Input((4,))
sizes = keras.ops.abs(inputs[:, :1] + inputs[:, 1:2]) + 0.3 * inputs[:, 2:3] - 0.65
bend = keras.layers.Dense(1, kernel_initializer="ones", activation="sigmoid")
model = keras.Model(inputs, bend(20 * sizes))
model.compile(loss="binary_crossentropy", optimizer=Adam(0.0001))
model.fit(table, broke, epochs=1, verbose=0)
