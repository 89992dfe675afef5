# expect: passed
# because: two layers of 32, and the usual rate
# answer: Underfitting
model = digit_net(Dense(32, activation="relu"), Dense(32, activation="relu"))
model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
history = model.fit(pictures, digits, epochs=40, validation_split=0.2, verbose=0)
