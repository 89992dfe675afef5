# expect: failed
# because: another loss for classes
# told: how far one number is from another
# answer: wrong loss
model = Sequential([Input(shape=(3,)), Dense(32, activation="relu"), Dense(1)])
model.compile(loss="hinge", optimizer=Adam(0.01), metrics=["mae"])
history = model.fit(flats, rents, epochs=20, validation_split=0.2, verbose=0)
