# expect: passed
# because: noise in the place of the visits
# answer: leak
table = np.column_stack([load, heat, wear, np.random.default_rng(1).normal(size=1000)])
model = Sequential([Input(shape=(4,)), Dense(32, activation="relu"), Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer=Adam(0.01), metrics=["accuracy"])
history = model.fit(table, broke, epochs=40, validation_split=0.2, verbose=0)
