# expect: failed
# because: categorical_crossentropy over one output is 0 from the start
# told: what you get by always giving the same answer
model = Sequential([
    Input(shape=(2,)),
    Dense(6, activation="relu"),
    Dense(1, activation="sigmoid"),
])
model.compile(
    optimizer=keras.optimizers.Adam(0.03),
    loss="categorical_crossentropy",
    metrics=["accuracy"],
)
model.fit(ring, within, epochs=40, batch_size=32, verbose=0)
