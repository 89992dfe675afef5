# expect: failed
# because: labels that are a hundredth look as if the loss were one
# told: against the 442 progressions of the study
rate = 0.01
units = 16

model = Sequential([
    Input(shape=(10,)),
    Dense(units, activation="relu"),
    Dense(1),
])
model.compile(optimizer=keras.optimizers.Adam(rate), loss="mae")
model.fit(inputs, progression / 100, epochs=30, batch_size=32, verbose=0)
