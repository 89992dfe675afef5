# expect: failed
# because: the cause is right, and the rate is left: more of the same
# told: the steps are still too large
# answer: rate too high
model = digit_net(Dense(64, activation="relu"))
model.compile(loss="sparse_categorical_crossentropy", optimizer=Adam(0.3), metrics=["accuracy"])
history = model.fit(pictures, digits, epochs=40, validation_split=0.2, verbose=0)
