# expect: failed
# because: taken for a rate that is too low
# told: the network isn't free enough yet
# answer: rate too low
model = digit_net(Dense(2, activation="tanh"))
model.compile(loss="sparse_categorical_crossentropy", optimizer=Adam(0.05), metrics=["accuracy"])
history = model.fit(pictures, digits, epochs=40, validation_split=0.2, verbose=0)
