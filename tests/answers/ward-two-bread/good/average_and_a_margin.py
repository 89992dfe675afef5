# expect: passed
# because: another way: the average day by mse, and a margin that would have been enough on nine days of ten
inputs = Input((3,))
said = Dense(1)(Dense(32, activation="relu")(inputs))
network = Model(inputs, said)
network.compile(loss="mse", optimizer=Adam(0.01))
network.fit(days, asked, epochs=40, verbose=0)
margin = float(np.quantile(asked - network.predict(days, verbose=0)[:, 0], 0.9))
model = Model(inputs, said + margin)
