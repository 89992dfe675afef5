# expect: failed
# because: ten times the rate is not enough with the steps that 30 epochs have
# told: Is it still falling?
rate = 0.003
units = 16

model = Sequential([
    Input(shape=(10,)),
    Dense(units, activation="relu"),
    Dense(1),
])
model.compile(optimizer=keras.optimizers.Adam(rate), loss="mae")
model.fit(inputs, progression, epochs=30, batch_size=32, verbose=0)
