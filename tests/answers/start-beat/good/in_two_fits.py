# expect: passed
# because: 20 epochs, and ten more with a smaller rate
rate = 0.1
units = 32

model = Sequential([
    Input(shape=(10,)),
    Dense(units, activation="relu"),
    Dense(1),
])
model.compile(optimizer=keras.optimizers.Adam(rate), loss="mae")
model.fit(inputs, progression, epochs=20, batch_size=32, verbose=0)
model.optimizer.learning_rate = 0.01
model.fit(inputs, progression, epochs=10, batch_size=32, verbose=0)
