# expect: passed
# because: no hidden layer at all: what is left is a weighted sum
# answer: overfitting
model = Sequential([Input(shape=(12,)), Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer=Adam(0.01), metrics=["accuracy"])
history = model.fit(cups, liked, epochs=30, validation_split=0.25, verbose=0)
