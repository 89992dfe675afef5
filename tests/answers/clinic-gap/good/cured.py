# expect: passed
# because: many units, and dropout against the gap
# answer: underfitting
model = digit_net(Dense(128, activation="relu"), Dropout(0.5))
model.compile(loss="sparse_categorical_crossentropy", optimizer=Adam(0.003), metrics=["accuracy"])
history = model.fit(pictures, digits, epochs=30, validation_split=0.2, verbose=0)
