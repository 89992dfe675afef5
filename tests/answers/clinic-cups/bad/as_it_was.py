# expect: failed
# because: the cause is named, and nothing is repaired
# told: the cure is too weak
# answer: overfitting
model = Sequential([Input(shape=(12,)), Dense(256, activation="relu"), Dense(256, activation="relu"), Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer=Adam(0.001), metrics=["accuracy"])
history = model.fit(cups, liked, epochs=40, validation_split=0.25, verbose=0)
