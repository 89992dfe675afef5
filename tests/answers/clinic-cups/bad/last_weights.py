# expect: failed
# because: stops early, and keeps the weights of a late epoch
# told: Which weights does the network end with
# answer: overfitting
stop = keras.callbacks.EarlyStopping(patience=25)
model = Sequential([Input(shape=(12,)), Dense(256, activation="relu"), Dense(256, activation="relu"), Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer=Adam(0.001), metrics=["accuracy"])
history = model.fit(cups, liked, epochs=40, validation_split=0.25, verbose=0, callbacks=[stop])
