# expect: failed
# because: another activation
# told: One hidden Dense layer with relu
model = Sequential([
    Input(shape=(2,)),
    Dense(6, activation="tanh"),
    Dense(1, activation="sigmoid"),
])
model.compile(
    optimizer=keras.optimizers.Adam(0.03),
    loss="binary_crossentropy",
    metrics=["accuracy"],
)
model.fit(ring, within, epochs=40, batch_size=32, verbose=0)
