# expect: passed
# because: the rate of the lesson, and as many units as one may have
rate = 0.01
units = 64

model = Sequential([
    Input(shape=(10,)),
    Dense(units, activation="relu"),
    Dense(1),
])
model.compile(optimizer=keras.optimizers.Adam(rate), loss="mae")
model.fit(inputs, progression, epochs=30, batch_size=32, verbose=0)
