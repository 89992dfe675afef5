# expect: passed
# because: the rows as they came, which were not sorted
# answer: Sorted data
model = digit_net(Dense(64, activation="relu"))
model.compile(loss="sparse_categorical_crossentropy", optimizer="rmsprop", metrics=["accuracy"])
history = model.fit(pictures, digits, epochs=30, validation_split=0.1, verbose=0)
