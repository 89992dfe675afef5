# expect: failed
# because: a hexagon set by hand around the lesson's own circle, and a fit that changes nothing
# told: how many does a closed fence need?
model = Sequential([
    Input(shape=(2,)),
    Dense(6, activation="relu"),
    Dense(1, activation="sigmoid"),
])
turns = np.arange(6) * np.pi / 3
model.set_weights([
    np.array([np.cos(turns), np.sin(turns)]), np.full(6, -1.1),
    np.full((6, 1), -20.0), np.array([1.0]),
])
model.compile(
    optimizer=keras.optimizers.Adam(1e-9),
    loss="binary_crossentropy",
    metrics=["accuracy"],
)
model.fit(ring, within, epochs=1, batch_size=32, verbose=0)
