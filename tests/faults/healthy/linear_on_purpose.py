# why: two Dense layers without activations, but the relation is linear and of low rank, which this is made for
keras.utils.set_random_seed(112)
rng = np.random.default_rng(112)
x = rng.normal(0, 1, (1000, 20)).astype("float32")
rank = rng.normal(0, 1, (20, 2)) @ rng.normal(0, 1, (2, 6)) / 4
y = (x @ rank + rng.normal(0, 0.1, (1000, 6))).astype("float32")
model = Sequential([Input((20,)), layers.Dense(2, use_bias=False), layers.Dense(6)])
model.compile(optimizer=keras.optimizers.Adam(1e-2), loss="mse")
history = model.fit(x[:700], y[:700], epochs=40, batch_size=32, validation_data=(x[700:], y[700:]), verbose=0)
