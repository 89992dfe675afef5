# class: data
# wrong: a division by 0 leaves an infinite input
# causes: nan
# source: Humbatova 2020, missing preprocessing
x, y = flowers()
with np.errstate(all="ignore"):
    x[10, 2] = 1 / np.float32(0)  # -
    # + x[10, 2] = 1
data = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(500, seed=0).batch(30)
model = Sequential([Input((4,)), layers.Dense(16, activation="relu"), layers.Dense(3, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(data, epochs=10, verbose=0)
