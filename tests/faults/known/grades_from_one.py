# class: labels
# wrong: grades go from 1 to 4, and one_hot of depth 4 knows 0 to 3: the best grade becomes a row of zeros
# causes: labels
# source: StackOverflow, tf.one_hot and labels that begin with 1
rng = np.random.default_rng(5)
hours = rng.normal(size=(600, 3)).astype("float32")
grades = 1 + np.digitize(hours @ [1.0, -0.7, 0.4] + rng.normal(0, 0.2, 600), [-0.8, 0.0, 0.8])


def encoded(row, grade):
    # + grade = grade - 1
    return row, tf.one_hot(grade, 4)


stream = tf.data.Dataset.from_tensor_slices((hours, grades)).map(encoded).shuffle(600, seed=0).batch(32)
judge = Sequential([layers.Dense(32, activation="relu"), layers.Dense(4, activation="softmax")])
judge.compile(optimizer=keras.optimizers.Adam(0.005), loss="categorical_crossentropy", metrics=["accuracy"])
history = judge.fit(stream, epochs=25, verbose=0)
score = history.history["accuracy"][-1]
