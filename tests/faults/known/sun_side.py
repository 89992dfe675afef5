# class: data
# wrong: the augmentation flips patches left to right although the label is the side on which the shadow lies
# causes: data labels
# source: forum questions on augmentation that changes the label (flipped digits, arrows, left/right)
keras.utils.set_random_seed(21)
rng = np.random.default_rng(21)


def patches(n):
    side = rng.integers(0, 2, n)
    x = rng.normal(0.5, 0.05, (n, 14, 14, 1))
    for i in range(n):
        r, c = rng.integers(2, 10), rng.integers(4, 8)
        x[i, r : r + 3, c : c + 3] += 0.4
        if side[i]:
            x[i, r : r + 3, c + 3 : c + 6] -= 0.3
        else:
            x[i, r : r + 3, c - 3 : c] -= 0.3
    return x.astype("float32"), side


x_train, y_train = patches(800)
x_test, y_test = patches(300)
augment = Sequential([
    layers.RandomFlip("horizontal", seed=1),  # -
    # + layers.RandomFlip("vertical", seed=1),
    layers.RandomTranslation(0.1, 0.1, fill_mode="reflect", seed=2),
])
inputs = Input((14, 14, 1))
h = augment(inputs)
h = layers.Conv2D(12, 5, activation="relu")(h)
h = layers.Conv2D(12, 3, activation="relu")(h)
h = layers.GlobalMaxPooling2D()(h)
outputs = layers.Dense(1, activation="sigmoid")(h)
model = Model(inputs, outputs)
model.compile(optimizer=keras.optimizers.Adam(3e-3), loss="binary_crossentropy", metrics=["accuracy"])
history = model.fit(x_train, y_train, epochs=14, batch_size=32, validation_data=(x_test, y_test), verbose=0)
