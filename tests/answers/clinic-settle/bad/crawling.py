# expect: failed
# because: a rate that is now too small
# told: they have become too small
# answer: rate too high
model = digit_net(Dense(64, activation="relu"))
model.compile(loss="sparse_categorical_crossentropy", optimizer=Adam(0.00001), metrics=["accuracy"])
history = model.fit(pictures, digits, epochs=20, validation_split=0.2, verbose=0)
