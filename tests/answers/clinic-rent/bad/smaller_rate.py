# expect: failed
# because: the cause is named, and only the rate was changed
# told: how far one number is from another
# answer: wrong loss
model = Sequential([Input(shape=(3,)), Dense(32, activation="relu"), Dense(1)])
model.compile(loss="binary_crossentropy", optimizer=Adam(0.001), metrics=["mae"])
history = model.fit(flats, rents, epochs=30, validation_split=0.2, verbose=0)
