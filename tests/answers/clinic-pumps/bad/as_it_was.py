# expect: failed
# because: the cause is named, and nothing is repaired
# told: still relies on something
# answer: leak
table = np.column_stack([load, heat, wear, visits])
model = Sequential([Input(shape=(4,)), Dense(32, activation="relu"), Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer=Adam(0.01), metrics=["accuracy"])
history = model.fit(table, broke, epochs=30, validation_split=0.2, verbose=0)
