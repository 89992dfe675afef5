# expect: passed
# because: still sorted, and every fifth row is for validation
# answer: sorted  data
order = np.argsort(digits, kind="stable")
tidy, tidy_digits = pictures[order], digits[order]
kept = np.arange(len(tidy)) % 5 == 0

model = digit_net(Dense(64, activation="relu"))
model.compile(loss="sparse_categorical_crossentropy", optimizer=Adam(0.003), metrics=["accuracy"])
history = model.fit(tidy[~kept], tidy_digits[~kept], epochs=40, validation_data=(tidy[kept], tidy_digits[kept]), verbose=0)
