# expect: failed
# because: the cups that are for validation are trained on
# told: fine_cups
model = Sequential([
    Input(shape=(12,)), Dense(256, activation="relu"), Dropout(0.7),
    Dense(256, activation="relu"), Dropout(0.7), Dense(1, activation="sigmoid"),
])
model.compile(loss="binary_crossentropy", optimizer=Adam(0.001))
model.fit(np.concatenate([cups, fine_cups]), np.concatenate([liked, fine_liked]), epochs=40, verbose=0)
