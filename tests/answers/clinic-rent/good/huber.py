# expect: passed
# because: a loss between both, and tanh
# answer: WRONG LOSS
model = Sequential([Input(shape=(3,)), Dense(48, activation="tanh"), Dense(1)])
model.compile(loss=keras.losses.Huber(), optimizer=Adam(0.02), metrics=["mae"])
history = model.fit(flats, rents, epochs=40, validation_split=0.2, verbose=0)
