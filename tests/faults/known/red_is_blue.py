# class: prediction
# wrong: the camera gives blue, green, red, and the network has learnt red, green, blue
# causes: prediction data
# source: StackOverflow, OpenCV reads BGR
rng = np.random.default_rng(14)
ripe = rng.integers(0, 2, 500)
photos = rng.uniform(0.0, 0.4, (500, 6, 6, 3)).astype("float32")
photos[:, 2:5, 2:5, 0] += 0.5 * ripe[:, None, None]
photos[:, 2:5, 2:5, 2] += 0.5 * (1 - ripe[:, None, None])
photos[..., 0] += 0.1
inputs = keras.Input((6, 6, 3))
h = layers.Conv2D(8, 3, activation="relu")(inputs)
h = layers.GlobalMaxPooling2D()(h)
sorter = keras.Model(inputs, layers.Dense(1, activation="sigmoid")(h))
sorter.compile("adam", "binary_crossentropy", metrics=["accuracy"])
sorter.fit(photos[:400], ripe[:400], epochs=30, verbose=0)
from_camera = photos[400:, :, :, ::-1]  # -
# + from_camera = photos[400:]
score = float(np.mean((sorter.predict(from_camera, verbose=0)[:, 0] > 0.5) == ripe[400:]))
