# expect: passed
# because: smaller batches take more steps in the same epochs
rate = 0.01
units = 32

model = Sequential([
    Input(shape=(10,)),
    Dense(units, activation="relu"),
    Dense(1),
])
model.compile(optimizer=keras.optimizers.Adam(rate), loss="mae")
model.fit(inputs, progression, epochs=30, batch_size=8, verbose=0)
