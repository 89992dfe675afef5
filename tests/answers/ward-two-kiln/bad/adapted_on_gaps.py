# expect: failed
# because: the scaling is adapted on the rows with gaps, and becomes nan
# told: something is still wrong
complete = ~np.isnan(firings).any(axis=1)
scale = Normalization()
scale.adapt(firings)
model = Sequential([Input(shape=(3,)), scale, Dense(32, activation="relu"), Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer=Adam(0.01), metrics=["accuracy"])
model.fit(firings[complete], cracked[complete], epochs=30, verbose=0)
