# expect: passed
# because: Adam's usual rate, and more epochs
# answer: rate too high
model = digit_net(Dense(64, activation="relu"))
model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
history = model.fit(pictures, digits, epochs=40, validation_split=0.2, verbose=0)
