# expect: failed
# because: the sum of the measurements, by hand, and a step of training at a tiny rate
# told: How many of the 300 cups
model = Sequential([Input(shape=(12,)), Dense(1, kernel_initializer="ones", activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer=Adam(0.000001))
model.fit(cups, liked, epochs=1, verbose=0)
