# class: batch
# wrong: gradients are accumulated over 500 batches, but the whole training has fewer batches, so the weights are never updated
# causes: batch rate standing
# source: Keras docs/GitHub: gradient_accumulation_steps counts batches, not rows
keras.utils.set_random_seed(41)
rng = np.random.default_rng(41)
tones = np.array([0.25, 0.4, 0.6, 0.9])
kind = rng.integers(0, 4, 800)
t = np.arange(40)
x = np.sin(tones[kind][:, None] * t + rng.uniform(0, 6.3, (800, 1))) + rng.normal(0, 0.2, (800, 40))
x = x[..., None].astype("float32")
model = Sequential([
    Input((40, 1)),
    layers.Conv1D(12, 9, activation="relu"),
    layers.Conv1D(12, 5, activation="relu"),
    layers.GlobalAveragePooling1D(),
    layers.Dense(4, activation="softmax"),
])
optimizer = keras.optimizers.Adam(1e-2, gradient_accumulation_steps=500)  # -
# + optimizer = keras.optimizers.Adam(1e-2, gradient_accumulation_steps=2)
model.compile(optimizer=optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(x[:600], kind[:600], epochs=24, batch_size=32, validation_data=(x[600:], kind[600:]), verbose=0)
