# expect: failed
# because: half a repair: each pot has its own answer, and nothing is scaled
# told: show nothing as long as the rest is ill
complete = ~np.isnan(firings).any(axis=1)
model = Sequential([Input(shape=(3,)), Dense(32, activation="relu"), Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer=Adam(0.01), metrics=["accuracy"])
model.fit(firings[complete], cracked[complete], epochs=40, verbose=0)
