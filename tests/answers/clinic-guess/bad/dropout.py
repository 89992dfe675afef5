# expect: failed
# because: taken for overfitting
# told: How can that be?
# answer: overfitting
order = np.argsort(digits, kind="stable")
tidy, tidy_digits = pictures[order], digits[order]

model = digit_net(Dense(64, activation="relu"), Dropout(0.5))
model.compile(loss="sparse_categorical_crossentropy", optimizer=Adam(0.003), metrics=["accuracy"])
history = model.fit(tidy, tidy_digits, epochs=40, validation_split=0.2, verbose=0)
