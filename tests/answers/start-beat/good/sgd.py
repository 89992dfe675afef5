# expect: passed
# because: another optimizer, with its own rate
rate = 0.05
units = 32

model = Sequential([
    Input(shape=(10,)),
    Dense(units, activation="relu"),
    Dense(1),
])
model.compile(optimizer=keras.optimizers.SGD(rate), loss="mae")
model.fit(inputs, progression, epochs=30, batch_size=32, verbose=0)
