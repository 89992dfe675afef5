# expect: failed
# because: two softmax units with integer labels, and the loss of one sigmoid unit
# told: same rank
# answer: one softmax unit
model = Sequential([Input(shape=(2,)), Dense(16, activation="relu"), Dense(2, activation="softmax")])
model.compile(loss="binary_crossentropy", optimizer=Adam(0.02), metrics=["accuracy"])
history = model.fit(ring, inside, epochs=20, validation_split=0.2, verbose=0)
