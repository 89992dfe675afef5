# expect: passed
# because: more steps in an epoch
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
model.fit(ring, within, epochs=40, batch_size=8, verbose=0)
