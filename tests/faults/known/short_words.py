# class: network
# wrong: words are padded with zeros behind to 70 steps without a mask, so the last state of the network has gone through some 65 empty steps
# causes: data size gradient
# source: StackOverflow: LSTM with post padding without mask_zero learns nothing
keras.utils.set_random_seed(45)
rng = np.random.default_rng(45)
n = 700
lengths = rng.integers(3, 9, n)
words = np.zeros((n, 70), "int32")
for i, k in enumerate(lengths):
    words[i, :k] = rng.integers(1, 6, k)
y = np.array([int(w[k - 1] in (2, 4)) for w, k in zip(words, lengths)])
inputs = Input((70,), dtype="int32")
h = layers.Embedding(6, 8)(inputs)  # -
# + h = layers.Embedding(6, 8, mask_zero=True)(inputs)
h = layers.SimpleRNN(24)(h)
outputs = layers.Dense(1, activation="sigmoid")(h)
model = Model(inputs, outputs)
model.compile(optimizer=keras.optimizers.Adam(5e-3), loss="binary_crossentropy", metrics=["accuracy"])
history = model.fit(words[:500], y[:500], epochs=12, batch_size=32, validation_data=(words[500:], y[500:]), verbose=0)
