# expect: failed
# because: as many units as are allowed, at the starter's rate
# told: Is it still falling?
rate = 0.001
units = 64

model = Sequential([
    Input(shape=(10,)),
    Dense(units, activation="relu"),
    Dense(1),
])
model.compile(optimizer=keras.optimizers.Adam(rate), loss="mae")
history = model.fit(inputs, progression, epochs=30, batch_size=32, verbose=0)
