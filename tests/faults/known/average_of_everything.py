# class: size
# wrong: the pooling takes the mean of all places, and where the spot is, which is asked, is lost
# causes: size
# source: Humbatova 2020, wrong pooling; Keras forums, GlobalAveragePooling2D where position counts
rng = np.random.default_rng(59)
x = rng.normal(0, 0.3, (650, 12, 12, 1)).astype("float32")
y = rng.integers(0, 4, 650)
for picture, kind in zip(x, y):
    top, left = rng.integers(1, 4, 2) + 5 * np.array([kind // 2, kind % 2])
    picture[top : top + 3, left : left + 3] += 1.5
model = Sequential([Input((12, 12, 1)), layers.Conv2D(12, 3, activation="relu")])
model.add(layers.GlobalAveragePooling2D())  # -
# + model.add(layers.MaxPooling2D(3))
# + model.add(layers.Flatten())
model.add(layers.Dense(24, activation="relu"))
model.add(layers.Dense(4, activation="softmax"))
model.compile(keras.optimizers.Adam(0.005), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x[:500], y[:500], epochs=12, validation_data=(x[500:], y[500:]), verbose=0)
