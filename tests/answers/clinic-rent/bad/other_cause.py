# expect: failed
# because: the repair is right, and the cause is not
# told: Why would they take it below zero?
# answer: rate too high
model = Sequential([Input(shape=(3,)), Dense(32, activation="relu"), Dense(1)])
model.compile(loss="mse", optimizer=Adam(0.01), metrics=["mae"])
history = model.fit(flats, rents, epochs=30, validation_split=0.2, verbose=0)
