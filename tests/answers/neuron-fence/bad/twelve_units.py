# expect: failed
# because: twice as many units as allowed
# told: Six hidden units make 25 parameters
model = Sequential([
    Input(shape=(2,)),
    Dense(12, activation="relu"),
    Dense(1, activation="sigmoid"),
])
model.compile(
    optimizer=keras.optimizers.Adam(0.03),
    loss="binary_crossentropy",
    metrics=["accuracy"],
)
model.fit(ring, within, epochs=40, batch_size=32, verbose=0)
