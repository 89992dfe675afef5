# expect: passed
# because: two softmax units, and the loss for them
# answer: one softmax unit
model = Sequential([Input(shape=(2,)), Dense(16, activation="relu"), Dense(2, activation="softmax")])
model.compile(loss="sparse_categorical_crossentropy", optimizer=Adam(0.02), metrics=["accuracy"])
history = model.fit(ring, inside, epochs=25, validation_split=0.2, verbose=0)
