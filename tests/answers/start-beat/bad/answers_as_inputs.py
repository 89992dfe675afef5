# expect: failed
# because: the label as one of the inputs makes another network
# told: 10
rate = 0.03
units = 16

model = Sequential([
    Input(shape=(11,)),
    Dense(units, activation="relu"),
    Dense(1),
])
model.compile(optimizer=keras.optimizers.Adam(rate), loss="mae")
model.fit(np.column_stack([inputs, progression]), progression, epochs=30, batch_size=32, verbose=0)
