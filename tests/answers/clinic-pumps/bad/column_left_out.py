# expect: failed
# because: three columns, where the program that asks sends four
# told: could not predict the grader's samples
# answer: leak
table = np.column_stack([load, heat, wear])
model = Sequential([Input(shape=(3,)), Dense(32, activation="relu"), Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer=Adam(0.01), metrics=["accuracy"])
history = model.fit(table, broke, epochs=30, validation_split=0.2, verbose=0)
