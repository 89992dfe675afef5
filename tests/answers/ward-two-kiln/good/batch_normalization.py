# expect: passed
# because: BatchNormalization scales the inputs, and x and y are cut by the same rows
kept = [i for i, row in enumerate(firings) if np.isfinite(row).all()]
model = Sequential([Input(shape=(3,)), keras.layers.BatchNormalization(), Dense(32, activation="relu"), Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer=Adam(0.01), metrics=["accuracy"])
model.fit(firings[kept], cracked[kept], epochs=50, verbose=0)
