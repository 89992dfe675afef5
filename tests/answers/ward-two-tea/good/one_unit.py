# expect: passed
# because: as few units as can be, so that nothing can be learned by heart
model = Sequential([Input(shape=(12,)), Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer=Adam(0.02))
model.fit(cups, liked, epochs=40, verbose=0)
