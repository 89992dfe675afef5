# expect: failed
# because: the run as it came, with more units and epochs
# told: something is still wrong
complete = ~np.isnan(firings).any(axis=1)
x = firings[complete]
y = cracked[:len(x)]
model = Sequential([Input(shape=(3,)), Dense(128, activation="relu"), Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer=Adam(0.01), metrics=["accuracy"])
model.fit(x, y, epochs=40, verbose=0)
