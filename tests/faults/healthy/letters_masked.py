# why: very unequal lengths padded with 0 behind for a GRU, masked by mask_zero, and the loss per step has sample weights 0 for padding
keras.utils.set_random_seed(124)
rng = np.random.default_rng(124)
n, longest = 700, 18
lengths = rng.integers(3, longest + 1, n)
text = np.zeros((n, longest), "int32")
for row, k in zip(text, lengths):
    row[:k] = rng.integers(1, 5, k)
ups = np.cumsum(text == 1, axis=1) % 2
y = ups.astype("int32")
weight = (text > 0).astype("float32")
inputs = Input((longest,), dtype="int32")
h = layers.Embedding(5, 8, mask_zero=True)(inputs)
h = layers.GRU(24, return_sequences=True)(h)
outputs = layers.Dense(2, activation="softmax")(h)
model = Model(inputs, outputs)
model.compile(optimizer=keras.optimizers.Adam(1e-2), loss="sparse_categorical_crossentropy", weighted_metrics=["accuracy"])
history = model.fit(text[:550], y[:550], sample_weight=weight[:550], epochs=30, batch_size=32, verbose=0)
