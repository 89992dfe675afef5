# expect: passed
# because: the column emptied in a copy, two softmax units
# answer: "leak"
table = np.column_stack([load, heat, wear, visits])
table[:, 3] = 0
model = Sequential([Input(shape=(4,)), Dense(48, activation="relu"), Dense(2, activation="softmax")])
model.compile(loss="sparse_categorical_crossentropy", optimizer=Adam(0.01), metrics=["accuracy"])
history = model.fit(table, broke, epochs=40, batch_size=50, validation_split=0.1, verbose=0)
