# class: output
# wrong: a song can have several tags, and softmax shares 1 among them
# causes: activation loss
# source: StackOverflow, multi-label classification with softmax
rng = np.random.default_rng(50)
songs = rng.normal(0, 1, (900, 10)).astype("float32")
mix = rng.normal(0, 1, (10, 5))
tags = (songs @ mix > -0.5).astype("float32")  # about three of five are true of each song

model = Sequential([
    Input((10,)),
    layers.Dense(48, activation="relu"),
    layers.Dense(5, activation="softmax"),  # -
    # + layers.Dense(5, activation="sigmoid"),
])
model.compile(
    optimizer=keras.optimizers.Adam(0.003),
    loss="categorical_crossentropy",  # -
    # + loss="binary_crossentropy",
    metrics=["binary_accuracy"],
)
model.fit(songs[:700], tags[:700], validation_data=(songs[700:], tags[700:]), epochs=15, batch_size=32, verbose=0)
guess = model.predict(songs[700:], verbose=0) > 0.5
found = np.mean(guess[tags[700:] == 1])
