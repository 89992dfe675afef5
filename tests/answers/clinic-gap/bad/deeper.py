# expect: failed
# because: a second layer after the same two units
# told: the network isn't free enough yet
# answer: underfitting
model = digit_net(Dense(2, activation="tanh"), Dense(64, activation="relu"))
model.compile(loss="sparse_categorical_crossentropy", optimizer=Adam(0.01), metrics=["accuracy"])
history = model.fit(pictures, digits, epochs=40, validation_split=0.2, verbose=0)
