# expect: failed
# because: two lines do not close, however long one trains
# told: how many does a closed fence need?
model = Sequential([
    Input(shape=(2,)),
    Dense(2, activation="relu"),
    Dense(1, activation="sigmoid"),
])
model.compile(
    optimizer=keras.optimizers.Adam(0.03),
    loss="binary_crossentropy",
    metrics=["accuracy"],
)
model.fit(ring, within, epochs=80, batch_size=32, verbose=0)
