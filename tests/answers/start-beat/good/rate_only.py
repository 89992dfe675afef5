# expect: passed
# because: the rate alone is enough
rate = 0.1
units = 16

model = Sequential([
    Input(shape=(10,)),
    Dense(units, activation="relu"),
    Dense(1),
])
model.compile(optimizer=keras.optimizers.Adam(rate), loss="mae")
model.fit(inputs, progression, epochs=30, batch_size=32, verbose=0)
