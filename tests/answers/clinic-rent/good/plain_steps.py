# expect: passed
# because: two layers, SGD, labels as a flat array
# answer: Wrong loss
model = Sequential([Input(shape=(3,)), Dense(32, activation="relu"), Dense(32, activation="relu"), Dense(1)])
model.compile(loss="mean_squared_error", optimizer=keras.optimizers.SGD(0.01, momentum=0.9))
model.fit(flats, rents[:, 0], epochs=40, verbose=0)
