# expect: failed
# because: another loss on the same unit
# told: Look at its outputs.
# answer: underfitting
model = Sequential([Input(shape=(2,)), Dense(16, activation="relu"), Dense(1, activation="softmax")])
model.compile(loss="mse", optimizer=Adam(0.02), metrics=["accuracy"])
history = model.fit(ring, inside, epochs=20, validation_split=0.2, verbose=0)
