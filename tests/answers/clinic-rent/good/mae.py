# expect: passed
# because: the error that is asked for as the loss
# answer: wrong loss
model = Sequential([Input(shape=(3,)), Dense(32, activation="relu"), Dense(1)])
model.compile(loss="mae", optimizer=Adam(0.02), metrics=["mae"])
history = model.fit(flats, rents, epochs=40, validation_split=0.2, verbose=0)
