# expect: failed
# because: the repair is right, and the cause is not
# told: This one does. What doesn't move?
# answer: rate too low
model = Sequential([Input(shape=(2,)), Dense(16, activation="relu"), Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer=Adam(0.02), metrics=["accuracy"])
history = model.fit(ring, inside, epochs=20, validation_split=0.2, verbose=0)
