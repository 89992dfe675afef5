# expect: failed
# because: taken for a small network
# told: it gets there smoothly
# answer: underfitting
model = digit_net(Dense(256, activation="relu"))
model.compile(loss="sparse_categorical_crossentropy", optimizer=Adam(0.3), metrics=["accuracy"])
history = model.fit(pictures, digits, epochs=20, validation_split=0.2, verbose=0)
