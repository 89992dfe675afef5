# class: optimizer
# wrong: Adadelta is meant for a rate of 1, and that of Keras is 0.001 unless told
# causes: rate underfitting
# source: Keras issues, Adadelta doesn't learn since its default rate changed
rng = np.random.default_rng(70)
what = rng.integers(0, 4, 500)
icons = rng.uniform(0, 0.5, (500, 8, 8, 1)).astype("float32")
for icon, w in zip(icons, what):
    np.rot90(icon[..., 0], w)[rng.integers(0, 2), 1:7] += 0.5

model = Sequential([
    Input((8, 8, 1)),
    layers.Conv2D(16, 3, activation="relu"),
    layers.Flatten(),
    layers.Dense(32, activation="relu"),
    layers.Dense(4, activation="softmax"),
])
model.compile(
    loss="sparse_categorical_crossentropy",
    optimizer=keras.optimizers.Adadelta(),  # -
    # + optimizer=keras.optimizers.Adadelta(learning_rate=1.0),
    metrics=["accuracy"],
)
model.fit(icons, what, batch_size=32, epochs=12, validation_split=0.2, verbose=0)
