# why: the rate starts at 0 and ends at 0 (warm-up and cosine decay over exactly the number of steps of the training), so the loss is flat at first
keras.utils.set_random_seed(125)
rng = np.random.default_rng(125)
n = 960
x = rng.uniform(-1, 1, (n, 5)).astype("float32")
y = (np.sin(3 * x[:, 0]) + x[:, 1] * x[:, 2] + rng.normal(0, 0.1, n)).astype("float32")
epochs, batch = 40, 32
steps = epochs * (768 // batch)
rate = keras.optimizers.schedules.CosineDecay(0.0, decay_steps=steps - 150, warmup_target=8e-3, warmup_steps=150)
model = Sequential([Input((5,)), layers.Dense(48, activation="gelu"), layers.Dense(48, activation="gelu"), layers.Dense(1)])
model.compile(optimizer=keras.optimizers.AdamW(rate, weight_decay=1e-3), loss="mse")
history = model.fit(x[:768], y[:768], epochs=epochs, batch_size=batch, validation_data=(x[768:], y[768:]), verbose=0)
