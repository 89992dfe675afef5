# expect: failed
# because: a good rate, stopped long before its time
# told: If it trained for all 30 epochs
rate = 0.03
units = 32

model = Sequential([
    Input(shape=(10,)),
    Dense(units, activation="relu"),
    Dense(1),
])
model.compile(optimizer=keras.optimizers.Adam(rate), loss="mae")
model.fit(inputs, progression, epochs=3, batch_size=32, verbose=0)
