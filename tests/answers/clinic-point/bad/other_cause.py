# expect: failed
# because: the repair is right, and the cause is not
# told: Was validation ever better than a guess here?
# answer: overfitting
model = digit_net(Dense(64, activation="relu"))
model.compile(loss="sparse_categorical_crossentropy", optimizer=Adam(0.003), metrics=["accuracy"])
history = model.fit(pictures, digits, epochs=20, validation_split=0.2, verbose=0)
