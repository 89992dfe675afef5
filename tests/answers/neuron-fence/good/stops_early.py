# expect: passed
# because: trains until the loss no longer falls
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
model.fit(ring, within, epochs=80, batch_size=32, verbose=0,
          callbacks=[keras.callbacks.EarlyStopping("loss", patience=10)])
