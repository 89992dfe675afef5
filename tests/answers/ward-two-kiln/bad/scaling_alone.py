# expect: failed
# because: the other half: scaled, and the answers are those of other pots
# told: show nothing as long as the rest is ill
complete = ~np.isnan(firings).any(axis=1)
x = firings[complete]
scale = Normalization()
scale.adapt(x)
model = Sequential([Input(shape=(3,)), scale, Dense(32, activation="relu"), Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer=Adam(0.01), metrics=["accuracy"])
model.fit(x, cracked[:len(x)], epochs=40, verbose=0)
