# why: each of 8 symbols may be followed by several; the loss ends at the entropy of the language, near 1.6, not near 0
rng = np.random.default_rng(66)
follow = rng.dirichlet(np.full(8, 0.7), (8, 8))
text = [0, 1]
for _ in range(16000):
    text.append(int(rng.choice(8, p=follow[text[-2], text[-1]])))
text = np.array(text)
pairs = np.lib.stride_tricks.sliding_window_view(text, 17)[::8]
model = Sequential([Input((16,), dtype="int32"), layers.Embedding(8, 16), layers.Conv1D(128, 2, padding="causal", activation="relu"), layers.Dense(8)])
model.compile(keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(0.015, 540)), keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
model.fit(pairs[:1700, :-1], pairs[:1700, 1:], epochs=15, batch_size=48, validation_data=(pairs[1720:, :-1], pairs[1720:, 1:]), verbose=0)
