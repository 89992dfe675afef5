# why: 15 tags, each rare and half chance: nearly all answers lie below a half, and the order of the tags is what counts
rng = np.random.default_rng(74)
x = rng.normal(0, 1, (3500, 20)).astype("float32")
mix = rng.normal(0, 1, (20, 15)) * (rng.random((20, 15)) < 0.2)
odds = x @ mix - 3.2
tags = (rng.random(odds.shape) < 1 / (1 + np.exp(-odds))).astype("float32")
model = Sequential([Input((20,)), layers.Dropout(0.1), layers.Dense(15, kernel_regularizer=keras.regularizers.L1(1e-4))])
model.compile(keras.optimizers.Adam(0.01), keras.losses.BinaryCrossentropy(from_logits=True), metrics=[keras.metrics.AUC(multi_label=True, num_labels=15, from_logits=True, name="auc")])
model.fit(x[:2800], tags[:2800], batch_size=64, epochs=20, validation_data=(x[2800:], tags[2800:]), verbose=0)
