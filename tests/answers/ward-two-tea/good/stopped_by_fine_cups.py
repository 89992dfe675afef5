# expect: passed
# because: another cure: no dropout, stopped where the cups that were tasted with care fare best
model = Sequential([Input(shape=(12,)), Dense(64, activation="relu"), Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer=Adam(0.001))
stop = keras.callbacks.EarlyStopping(patience=8, restore_best_weights=True)
model.fit(cups, liked, epochs=60, validation_data=(fine_cups, fine_liked), callbacks=[stop], verbose=0)
