# expect: passed
# because: gaps are filled with the mean of their column, so that no row is left out, and the scaling is a Rescaling
x = np.where(np.isnan(firings), np.nanmean(firings, axis=0), firings)
scale = keras.layers.Rescaling((1 / x.std(axis=0)).tolist(), (-x.mean(axis=0) / x.std(axis=0)).tolist())
model = Sequential([Input(shape=(3,)), scale, Dense(32, activation="relu"), Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer=Adam(0.01), metrics=["accuracy"])
model.fit(x, cracked, epochs=40, verbose=0)
