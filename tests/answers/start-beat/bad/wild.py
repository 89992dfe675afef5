# expect: failed
# because: the rate that breaks the network
# told: the rate is too large
rate = 10.0
units = 16

model = Sequential([
    Input(shape=(10,)),
    Dense(units, activation="relu"),
    Dense(1),
])
model.compile(optimizer=keras.optimizers.Adam(rate), loss="mae")
model.fit(inputs, progression, epochs=30, batch_size=32, verbose=0)
