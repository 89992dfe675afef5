# expect: failed
# because: the repair is right, and the cause is not
# told: How can that be?
# answer: overfitting
model = digit_net(Dense(64, activation="relu"))
model.compile(loss="sparse_categorical_crossentropy", optimizer=Adam(0.003), metrics=["accuracy"])
history = model.fit(pictures, digits, epochs=40, validation_split=0.2, verbose=0)
