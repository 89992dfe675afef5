# expect: passed
# because: small steps for long
model = Sequential([
    Input(shape=(2,)),
    Dense(6, activation="relu"),
    Dense(1, activation="sigmoid"),
])
model.compile(
    optimizer=keras.optimizers.Adam(0.01),
    loss="binary_crossentropy",
    metrics=["accuracy"],
)
model.fit(ring, within, epochs=100, batch_size=32, verbose=0)
