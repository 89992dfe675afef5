# class: output
# wrong: the last layer gives plain scores, and the loss takes them for probabilities
# causes: activation loss
# source: StackOverflow, from_logits; NeuraLint, missing last activation
rng = np.random.default_rng(52)
leaf = rng.integers(0, 5, 600)
shape_of = rng.normal(0, 1.2, (5, 12))
leaves = (shape_of[leaf] + rng.normal(0, 0.8, (600, 12))).astype("float32")

model = Sequential([Input((12,)), layers.Dense(32, activation="relu"), layers.Dense(5)])
model.compile(
    optimizer=keras.optimizers.Adam(0.005),
    loss="sparse_categorical_crossentropy",  # -
    # + loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    metrics=["accuracy"],
)
model.fit(leaves, leaf, epochs=20, batch_size=32, validation_split=0.2, verbose=0)
