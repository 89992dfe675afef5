# expect: failed
# because: the repair is right, and the cause is not
# told: Was it one in the first epoch here?
# answer: shuffled labels
model = Sequential([Input(shape=(12,)), Dense(16, activation="relu"), Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer=Adam(0.001), metrics=["accuracy"])
history = model.fit(cups, liked, epochs=40, validation_split=0.25, verbose=0)
