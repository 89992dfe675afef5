# expect: failed
# because: shuffle=True, which mixes what validation_split has left
# told: Which digits does the network never give as an answer?
# answer: sorted data
order = np.argsort(digits, kind="stable")
tidy, tidy_digits = pictures[order], digits[order]

model = digit_net(Dense(64, activation="relu"))
model.compile(loss="sparse_categorical_crossentropy", optimizer=Adam(0.003), metrics=["accuracy"])
history = model.fit(tidy, tidy_digits, epochs=40, validation_split=0.2, shuffle=True, verbose=0)
