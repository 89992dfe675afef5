# class: data
# wrong: colour planes are reshaped to channels last, not transposed, so that the colours are gone
# causes: data
# source: StackOverflow, channels first to channels last
rng = np.random.default_rng(3)
n, size = 600, 20
colour = rng.integers(0, 3, n)
planes = rng.uniform(0, 0.5, (n, 3, size, size)).astype("float32")  # as the camera saves them
for planes_of_one, which in zip(planes, colour):
    top, left = rng.integers(3, 13, 2)
    planes_of_one[which, top : top + 4, left : left + 4] += 0.5

images = planes.reshape(n, size, size, 3)  # -
# + images = planes.transpose(0, 2, 3, 1)
model = keras.Sequential([
    keras.Input((size, size, 3)),
    layers.Conv2D(12, 3, activation="relu"),
    layers.Conv2D(12, 3, activation="relu"),
    layers.GlobalMaxPooling2D(),
    layers.Dense(3, activation="softmax"),
])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(images, colour, epochs=12, batch_size=16, validation_split=0.2, verbose=0)
