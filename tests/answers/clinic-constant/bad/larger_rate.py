# expect: failed
# because: the cause is named, and only the rate was changed
# told: Are the outputs still all the same?
# answer: one softmax unit
model = Sequential([Input(shape=(2,)), Dense(16, activation="relu"), Dense(1, activation="softmax")])
model.compile(loss="binary_crossentropy", optimizer=Adam(0.1), metrics=["accuracy"])
history = model.fit(ring, inside, epochs=20, validation_split=0.2, verbose=0)
