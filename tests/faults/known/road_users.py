# class: prediction
# wrong: numbers were given to the names in alphabetical order, the list that turns them back has another order
# causes: prediction labels order
# source: Stack Overflow questions on class_indices of flow_from_directory
keras.utils.set_random_seed(83)
KINDS = ["truck", "car", "bicycle", "pedestrian"]


def tracks(n, seed):
    """Speed, length, height and swaying of road users, and the name of each."""
    rng = np.random.default_rng(seed)
    k = rng.integers(0, 4, n)
    centre = np.array([[60, 12, 3.5, 0.1], [75, 4.4, 1.6, 0.1], [19, 1.8, 1.7, 0.5], [5, 0.6, 1.7, 0.7]])
    x = centre[k] * rng.normal(1, 0.25, (n, 4))
    return ((np.log(np.abs(x) + 0.05) - 1) / 2).astype("float32"), np.array(KINDS)[k]


x, names = tracks(800, 0)
index = {name: i for i, name in enumerate(sorted(set(names)))}
y = np.array([index[name] for name in names])
model = Sequential([Input((4,)), layers.Dense(24, activation="relu"), layers.Dense(4, activation="softmax")])
model.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=15, batch_size=32, validation_split=0.1, verbose=0)

seen, truth = tracks(200, 1)
best = model.predict(seen, verbose=0).argmax(-1)
guess = np.array(KINDS)[best]  # -
# + guess = np.array(sorted(KINDS))[best]
accuracy = np.mean(guess == truth)
