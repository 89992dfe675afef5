# expect: failed
# because: the rule of the plain days, written down, and a step of training at a tiny rate
# told: the share of new days
inputs = Input((3,))
warm, wind, crowd = inputs[:, :1], inputs[:, 1:2], inputs[:, 2:]
rule = 1.54 + 4 * warm - 2 * wind + 2 * warm * crowd
model = Model(inputs, Dense(1, kernel_initializer="ones")(rule))
model.compile(loss="mse", optimizer=Adam(0.000001))
model.fit(days, asked, epochs=1, verbose=0)
