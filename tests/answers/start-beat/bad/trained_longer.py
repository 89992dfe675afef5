# expect: failed
# because: 300 epochs of the starter
# told: At most 30 epochs
rate = 0.001
units = 16

model = Sequential([
    Input(shape=(10,)),
    Dense(units, activation="relu"),
    Dense(1),
])
model.compile(optimizer=keras.optimizers.Adam(rate), loss="mae")
model.fit(inputs, progression, epochs=300, batch_size=32, verbose=0)
