# expect: failed
# because: another layer instead of the knobs
# told: Keep the two layers
rate = 0.01
units = 16

model = Sequential([
    Input(shape=(10,)),
    Dense(units, activation="relu"),
    Dense(units, activation="relu"),
    Dense(1),
])
model.compile(optimizer=keras.optimizers.Adam(rate), loss="mae")
model.fit(inputs, progression, epochs=30, batch_size=32, verbose=0)
