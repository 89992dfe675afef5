# expect: failed
# because: all rows, and nobody validates
# told: Without validation, nobody would have seen the trouble
# answer: sorted data
order = np.argsort(digits, kind="stable")
tidy, tidy_digits = pictures[order], digits[order]

model = digit_net(Dense(64, activation="relu"))
model.compile(loss="sparse_categorical_crossentropy", optimizer=Adam(0.003), metrics=["accuracy"])
history = model.fit(tidy, tidy_digits, epochs=40, verbose=0)
