# class: output
# wrong: a text may have several topics, and a softmax makes them compete
# causes: activation loss
# source: NeuraLint, several labels
rng = np.random.default_rng(3)
texts = rng.integers(1, 60, (500, 12))
tags = np.stack([(texts % 5 == k).sum(1) > 2 for k in range(4)], axis=1).astype("float32")
model = Sequential(
    [
        Input((12,)),
        layers.Embedding(60, 16),
        layers.GlobalAveragePooling1D(),
        layers.Dense(32, activation="relu"),
        layers.Dense(4, activation="softmax"),  # -
        # + layers.Dense(4, activation="sigmoid"),
    ]
)
model.compile(
    optimizer=keras.optimizers.Adam(0.01),
    loss="categorical_crossentropy",  # -
    # + loss="binary_crossentropy",
)
model.fit(texts, tags, epochs=30, verbose=0)
