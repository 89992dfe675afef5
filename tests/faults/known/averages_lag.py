# class: regularization
# wrong: batch normalization has had so few steps that its moving averages are still near where they began, and validation is off
# causes: batch validation underfitting
# source: Keras issues, BatchNormalization validation accuracy at chance
rng = np.random.default_rng(94)
grade = rng.integers(0, 3, 600)
typical = rng.normal(0, 8, (3, 10))
steel = (typical[grade] + rng.normal(0, 5, (600, 10)) + 60).astype("float32")

model = Sequential([
    Input((10,)),
    layers.BatchNormalization(),  # -
    # + layers.BatchNormalization(momentum=0.7),
    layers.Dense(32, activation="relu"),
    layers.BatchNormalization(),  # -
    # + layers.BatchNormalization(momentum=0.7),
    layers.Dense(3, activation="softmax"),
])
model.compile(keras.optimizers.Adam(0.02), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(steel[:480], grade[:480], validation_data=(steel[480:], grade[480:]), epochs=5, batch_size=160, verbose=0)
