# expect: passed
# because: plain steps with momentum
# answer: Rate too high.
model = digit_net(Dense(64, activation="relu"))
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.SGD(0.1, momentum=0.9), metrics=["accuracy"])
history = model.fit(pictures, digits, epochs=20, validation_split=0.2, verbose=0)
