# class: loss
# wrong: mean squared error of ten shares against one class number, which is broadcast over them
# causes: loss labels
# source: DeepLocalize, mse for classes
rng = np.random.default_rng(8)
centres = rng.normal(0, 2, (10, 6))
y = rng.integers(0, 10, (800, 1))
x = centres[y[:, 0]] + rng.normal(0, 0.4, (800, 6))
model = Sequential([Input((6,)), layers.Dense(64, activation="relu"), layers.Dense(10, activation="softmax")])
model.compile(
    optimizer="adam",
    loss="mse",  # -
    # + loss="sparse_categorical_crossentropy",
    metrics=["sparse_categorical_accuracy"],
)
model.fit(x, y, epochs=30, verbose=0)
