# expect: passed
# because: five lines are enough as well
model = Sequential([
    Input(shape=(2,)),
    Dense(5, activation="relu"),
    Dense(1, activation="sigmoid"),
])
model.compile(
    optimizer=keras.optimizers.Adam(0.05),
    loss="binary_crossentropy",
    metrics=["accuracy"],
)
model.fit(ring, within, epochs=60, batch_size=32, verbose=0)
