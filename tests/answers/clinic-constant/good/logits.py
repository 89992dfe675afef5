# expect: passed
# because: no activation, and a loss from logits
# answer: One softmax unit
model = Sequential([Input(shape=(2,)), Dense(16, activation="relu"), Dense(1)])
model.compile(loss=keras.losses.BinaryCrossentropy(from_logits=True), optimizer=Adam(0.02), metrics=["accuracy"])
history = model.fit(ring, inside, epochs=25, validation_split=0.2, verbose=0)
