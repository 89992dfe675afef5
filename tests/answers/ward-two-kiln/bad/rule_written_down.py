# expect: failed
# because: the rule of the plain pots as a formula, and a step of training beside it
# told: Is it near one half
inputs = Input((3,))
a, b, c = (inputs[:, :1] - 1050) / 150, (inputs[:, 1:2] - 7) / 4, (inputs[:, 2:] - 0.5) / 0.3
end = Dense(1, kernel_initializer="ones", activation="sigmoid")
model = Model(inputs, end(20 * ((a + b) ** 2 + 0.6 * c - 0.55)))
model.compile(loss="binary_crossentropy", optimizer=Adam(0.000001))
complete = ~np.isnan(firings).any(axis=1)
model.fit(firings[complete], cracked[complete], epochs=1, verbose=0)
