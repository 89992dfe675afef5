# expect: failed
# because: both mixed, each by an order of its own
# told: Does each label still belong to its picture?
# answer: shuffled labels
rng = np.random.default_rng(4)
order = rng.permutation(len(pictures))

model = digit_net(Dense(64, activation="relu"))
model.compile(loss="sparse_categorical_crossentropy", optimizer=Adam(0.003), metrics=["accuracy"])
history = model.fit(pictures[order], digits[rng.permutation(len(digits))], epochs=20, validation_split=0.2, verbose=0)
