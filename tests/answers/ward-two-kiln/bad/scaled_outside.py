# expect: failed
# because: both are repaired, but the scaling stays outside of the model, which gets raw numbers
# told: for those that the grader sends
complete = ~np.isnan(firings).any(axis=1)
x, y = firings[complete], cracked[complete]
model = Sequential([Input(shape=(3,)), Dense(32, activation="relu"), Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer=Adam(0.01), metrics=["accuracy"])
model.fit((x - x.mean(axis=0)) / x.std(axis=0), y, epochs=40, verbose=0)
