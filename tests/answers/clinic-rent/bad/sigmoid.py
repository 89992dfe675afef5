# expect: failed
# because: rents squeezed into 0 and 1, so the answer is no rent
# told: how far one number is from another
# answer: wrong loss
model = Sequential([Input(shape=(3,)), Dense(32, activation="relu"), Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer=Adam(0.01), metrics=["mae"])
history = model.fit(flats, rents / rents.max(), epochs=30, validation_split=0.2, verbose=0)
