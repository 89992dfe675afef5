# expect: failed
# because: the average and a large margin, so that it is always enough
# told: enough on nine days of ten
inputs = Input((3,))
said = Dense(1)(Dense(32, activation="relu")(inputs))
network = Model(inputs, said)
network.compile(loss="mse", optimizer=Adam(0.01))
network.fit(days, asked, epochs=30, verbose=0)
model = Model(inputs, said + 6.0)
