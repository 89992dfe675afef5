# expect: failed
# because: taken for overfitting, and cured of it
# told: Was validation ever better than a guess here?
# answer: overfitting
rng = np.random.default_rng(4)
order = rng.permutation(len(pictures))

model = digit_net(Dense(64, activation="relu"), Dropout(0.5))
model.compile(loss="sparse_categorical_crossentropy", optimizer=Adam(0.003), metrics=["accuracy"])
history = model.fit(pictures[order], digits, epochs=20, validation_split=0.2, verbose=0)
