# expect: failed
# because: trained on the band
# told: About 0.73 is what you get by always saying 0
model = Sequential([
    Input(shape=(2,)),
    Dense(6, activation="relu"),
    Dense(1, activation="sigmoid"),
])
model.compile(
    optimizer=keras.optimizers.Adam(0.03),
    loss="binary_crossentropy",
    metrics=["accuracy"],
)
model.fit(band, inside, epochs=40, batch_size=32, verbose=0)
