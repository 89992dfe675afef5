# class: time
# wrong: the averages of BatchNormalization move by a hundredth a step, and there are 20 steps
# causes: batch underfitting stopping
# source: Keras issue 7177, accuracy is lost outside of training
images, side = pictures()
model = Sequential([
    Input((8, 8)),
    layers.Flatten(),
    layers.BatchNormalization(),  # -
    # + layers.BatchNormalization(momentum=0.6),
    layers.Dense(64),
    layers.BatchNormalization(),  # -
    # + layers.BatchNormalization(momentum=0.6),
    layers.ReLU(),
    layers.Dense(32),
    layers.BatchNormalization(),  # -
    # + layers.BatchNormalization(momentum=0.6),
    layers.ReLU(),
    layers.Dense(4, activation="softmax"),
])
model.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(images.astype("float32"), side, batch_size=100, epochs=5, verbose=0)
