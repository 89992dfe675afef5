# why: texts are counts of 2000 words, nearly all 0, in a sparse tensor; L1 makes most weights 0 as well
rng = np.random.default_rng(92)
tone = rng.normal(0, 1, 2000) * (rng.random(2000) < 0.15)
often = rng.zipf(1.3, 2000).clip(1, 50).astype(float)
often /= often.sum()
rows = np.stack([rng.choice(2000, 60, p=often) for _ in range(2000)])
label = (tone[rows].mean(1) > np.median(tone[rows].mean(1))).astype("float32")
counts = np.zeros((2000, 2000), "float32")
np.add.at(counts, (np.arange(2000)[:, None], rows), 1)
model = Sequential([Input((2000,), sparse=True), layers.Dense(1, activation="sigmoid", kernel_initializer="zeros", kernel_regularizer=keras.regularizers.L1(6e-4))])
model.compile(keras.optimizers.Adam(0.02), "binary_crossentropy", metrics=["accuracy"], jit_compile=False)


def batches(first, last, size=50):
    whole = tf.sparse.from_dense(counts[first:last])
    return tf.data.Dataset.from_tensor_slices((whole, label[first:last, None])).batch(size)


model.fit(batches(0, 1600).shuffle(32, seed=0), epochs=30, shuffle=False, validation_data=batches(1600, 2000), verbose=0)
