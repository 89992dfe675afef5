# class: labels
# wrong: names become numbers within each part on its own; a class missing in one part gives the others different numbers
# causes: labels prediction
# source: Stack Overflow questions on LabelEncoder fitted for each split
keras.utils.set_random_seed(22)
NAMES = np.array(["apple", "banana", "cherry", "lemon", "mango", "pear"])


def fruit(n, seed, shares):
    rng = np.random.default_rng(seed)
    k = rng.choice(6, n, p=shares)
    centre = np.random.default_rng(50).normal(0, 2, (6, 5))
    return (centre[k] + rng.normal(0, 0.7, (n, 5))).astype("float32"), NAMES[k]


x, names = fruit(900, 0, [0.2, 0.2, 0.2, 0.2, 0.1, 0.1])
test_x, test_names = fruit(300, 1, [0.0, 0.2, 0.2, 0.2, 0.2, 0.2])
classes, y = np.unique(names, return_inverse=True)
test_y = np.unique(test_names, return_inverse=True)[1]  # -
# + test_y = np.searchsorted(classes, test_names)

inputs = Input((5,))
h = layers.Dense(32, activation="gelu")(inputs)
model = Model(inputs, layers.Dense(6, activation="softmax")(h))
model.compile(keras.optimizers.Adam(0.005), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=20, batch_size=32, validation_split=0.1, verbose=0)
loss, accuracy = model.evaluate(test_x, test_y, verbose=0)
