# expect: passed
# because: fine-tunes all of it from the start
body = Sequential([
    Input(shape=(8, 8, 1)),
    Flatten(),
    Dense(32, activation="relu"),
    Dense(8, activation="relu"),
])
odd = Sequential([body, Dense(1, activation="sigmoid")])
odd.compile(loss="binary_crossentropy", optimizer=Adam(0.003))
odd.fit(pictures, digits % 2, epochs=15, verbose=0)

model = Sequential([body, Dense(10, activation="softmax")])
model.compile(loss="sparse_categorical_crossentropy", optimizer=Adam(0.01), metrics=["accuracy"])
model.fit(pictures, digits, epochs=40, validation_split=0.2, verbose=0)
