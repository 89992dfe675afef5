# why: 60 pictures suffice as the frozen body was trained on 1200 others, and only the 17 weights of the head learn
x, side = pictures(1260, 82)
x = x[..., None] / 255.0
body = Sequential([Input((8, 8, 1)), layers.Conv2D(16, 3, activation="relu"), layers.Conv2D(16, 3, activation="relu"), layers.Flatten(), layers.Dense(16, activation="relu")])
first = Sequential([body, layers.Dense(4, activation="softmax")])
first.compile(keras.optimizers.Adam(0.003), "sparse_categorical_crossentropy")
first.fit(x[:1200], side[:1200], batch_size=50, epochs=20, verbose=0)
body.trainable = False
upright = (side[1200:] % 2).astype("float32")
model = Sequential([body, layers.Dense(1, activation="sigmoid")])
model.compile(keras.optimizers.Adam(0.03), "binary_crossentropy", metrics=["accuracy"])
model.fit(x[1200:], upright, epochs=40, batch_size=20, verbose=0)
