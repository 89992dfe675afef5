# class: network
# wrong: the tag of a letter depends on the letters after it, but causal padding lets the convolutions see only those before
# causes: size order
# source: forum question on padding="causal" in sequence tagging
keras.utils.set_random_seed(43)
rng = np.random.default_rng(43)
text = rng.integers(0, 4, (900, 24))
nxt = np.concatenate([text[:, 1:], np.zeros((900, 1), int)], 1)
second = np.concatenate([text[:, 2:], np.zeros((900, 2), int)], 1)
tag = ((nxt == 1) | ((nxt == 2) & (second == 3))).astype("int32")
inputs = Input((24,), dtype="int32")
h = layers.Embedding(4, 8)(inputs)
h = layers.Conv1D(24, 5, padding="causal", activation="relu")(h)  # -
# + h = layers.Conv1D(24, 5, padding="same", activation="relu")(h)
h = layers.TimeDistributed(layers.Dense(16, activation="relu"))(h)
outputs = layers.TimeDistributed(layers.Dense(2, activation="softmax"))(h)
model = Model(inputs, outputs)
model.compile(optimizer=keras.optimizers.Adam(5e-3), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(text[:700], tag[:700], epochs=15, batch_size=32, validation_data=(text[700:], tag[700:]), verbose=0)
