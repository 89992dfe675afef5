# class: data
# wrong: pictures are turned by any angle while it trains, and the classes are the sides at which the bar lies
# causes: data labels
# source: Kaggle, augmentation that changes the label
raw, side = pictures(600, seed=20)
augment = Sequential([layers.RandomRotation(0.5, fill_mode="nearest")])
pipeline = tf.data.Dataset.from_tensor_slices((raw[:480, ..., None] / 255.0, side[:480])).shuffle(480).batch(32)
pipeline = pipeline.map(lambda image, label: (augment(image, training=True), label))  # -
net = Sequential([
    Input((8, 8, 1)),
    layers.Conv2D(16, 3, activation="relu"),
    layers.Flatten(),
    layers.Dense(32, activation="relu"),
    layers.Dense(4, activation="softmax"),
])
net.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
net.fit(pipeline, epochs=25, verbose=0)
score = net.evaluate(raw[480:, ..., None] / 255.0, side[480:], verbose=0)[1]
