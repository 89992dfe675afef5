# expect: failed
# because: many units, and the starter's rate
# told: With 64 units, the network has 769 parameters
rate = 0.003
units = 400

model = Sequential([
    Input(shape=(10,)),
    Dense(units, activation="relu"),
    Dense(1),
])
model.compile(optimizer=keras.optimizers.Adam(rate), loss="mae")
model.fit(inputs, progression, epochs=30, batch_size=32, verbose=0)
