# class: labels
# wrong: unlabelled rows carry -1, and to_categorical turns -1 into the last class
# causes: labels data
# source: forum: negative labels in to_categorical are taken from the end
keras.utils.set_random_seed(57)
rng = np.random.default_rng(57)
centres = rng.normal(0, 1.1, (5, 8))
kind = rng.integers(0, 5, 1300)
x = (centres[kind] + rng.normal(0, 0.6, (1300, 8))).astype("float32")
marked = np.where(rng.uniform(size=1300) < 0.6, -1, kind)
x_train, y_train = x[:1000], marked[:1000]
x_test, y_test = x[1000:], kind[1000:]
use = np.arange(len(y_train))  # -
# + use = np.flatnonzero(y_train >= 0)
one_hot = keras.utils.to_categorical(y_train[use], 5)
model = Sequential([Input((8,)), layers.Dense(32, activation="relu"), layers.Dense(5, activation="softmax")])
model.compile(optimizer=keras.optimizers.Adam(4e-3), loss="categorical_crossentropy", metrics=["accuracy"])
history = model.fit(x_train[use], one_hot, epochs=20, batch_size=32, verbose=0)
