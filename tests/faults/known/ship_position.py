# class: size
# wrong: global average pooling throws the place away, but the place of the ship in the patch is what should be predicted
# causes: size underfitting
# source: forum question: localization/regression of coordinates with GlobalAveragePooling
keras.utils.set_random_seed(31)
rng = np.random.default_rng(31)
n = 900
where = rng.integers(5, 15, (n, 2))
x = rng.normal(0.2, 0.05, (n, 20, 20, 1))
for image, (r, c) in zip(x, where):
    image[r - 1 : r + 2, c - 1 : c + 2] += 0.6
x = x.astype("float32")
y = (where / 5 - 2).astype("float32")
model = Sequential([
    Input((20, 20, 1)),
    layers.Conv2D(8, 3, activation="relu"),
    layers.Conv2D(4, 3, activation="relu"),
    layers.GlobalAveragePooling2D(),  # -
    # + layers.Flatten(),
    layers.Dense(32, activation="relu"),
    layers.Dense(2),
])
model.compile(optimizer=keras.optimizers.Adam(3e-3), loss="mse")
history = model.fit(x[:700], y[:700], epochs=20, batch_size=32, validation_data=(x[700:], y[700:]), verbose=0)
