# class: regularization
# wrong: Dropout(0.95) was meant as the share to keep, but it is the share that is dropped, so almost nothing is left in training
# causes: dropout underfitting plateau
# source: StackOverflow: keep_prob of TensorFlow 1 against rate of Keras
keras.utils.set_random_seed(54)
rng = np.random.default_rng(54)
n = 1200
x = rng.normal(0, 1, (n, 10)).astype("float32")
wear = (np.sin(2 * x[:, 0]) + x[:, 1] * x[:, 2] + rng.normal(0, 0.1, n)).astype("float32")
share = 0.95  # -
# + share = 0.05
model = Sequential()
model.add(Input((10,)))
for units in (64, 32):
    model.add(layers.Dense(units, activation="relu"))
    model.add(layers.Dropout(share))
model.add(layers.Dense(1))
model.compile(optimizer=keras.optimizers.Adam(3e-3), loss="mse")
history = model.fit(x[:900], wear[:900], epochs=35, batch_size=32, validation_data=(x[900:], wear[900:]), verbose=0)
