# class: batch
# wrong: the generator never moves on, and yields its first rows again and again
# causes: batch loop data overfitting
# source: StackOverflow, a generator for fit that forgets to count
x, y = pictures(900, seed=71)
x = x[..., None] / 255.0


def batches(size):
    at = 0
    while True:
        yield x[at : at + size], y[at : at + size]
        # + at = (at + size) % 640


model = Sequential([Input((8, 8, 1)), layers.Conv2D(12, 3, activation="relu"), layers.Flatten(), layers.Dense(4, activation="softmax")])
model.compile(keras.optimizers.Adam(0.005), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(batches(16), steps_per_epoch=40, epochs=8, validation_data=(x[700:], y[700:]), verbose=0)
score = float(model.evaluate(x[700:], y[700:], verbose=0)[1])
