# expect: failed
# because: thirty epochs of ten times the patients
# told: samples trained on in all
rate = 0.001
units = 16

model = Sequential([
    Input(shape=(10,)),
    Dense(units, activation="relu"),
    Dense(1),
])
model.compile(optimizer=keras.optimizers.Adam(rate), loss="mae")
model.fit(np.tile(inputs, (10, 1)), np.tile(progression, 10), epochs=30, batch_size=32, verbose=0)
