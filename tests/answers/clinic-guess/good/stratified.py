# expect: passed
# because: scikit-learn keeps a share of each digit apart
# answer: sorted data
order = np.argsort(digits, kind="stable")
tidy, tidy_digits = pictures[order], digits[order]
x, x_val, y, y_val = train_test_split(tidy, tidy_digits, test_size=0.2, random_state=1, stratify=tidy_digits)

model = digit_net(Dense(64, activation="relu"))
model.compile(loss="sparse_categorical_crossentropy", optimizer=Adam(0.003), metrics=["accuracy"])
history = model.fit(x, y, epochs=40, validation_data=(x_val, y_val), verbose=0)
