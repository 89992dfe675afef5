# expect: passed
# because: fit takes the place of the loop, and calls the model in training by itself
model = Sequential([
    Input(shape=(12,)), Dense(256, activation="relu"), Dropout(0.7),
    Dense(256, activation="relu"), Dropout(0.7), Dense(1, activation="sigmoid"),
])
model.compile(loss="binary_crossentropy", optimizer=Adam(0.001))
model.fit(cups, liked, epochs=40, verbose=0)
