# expect: passed
# because: another loss, whose network is off by no more
rate = 0.03
units = 64

model = Sequential([
    Input(shape=(10,)),
    Dense(units, activation="relu"),
    Dense(1),
])
model.compile(optimizer=keras.optimizers.Adam(rate), loss="mse")
model.fit(inputs, progression, epochs=30, batch_size=32, verbose=0)
