# class: data
# wrong: the pictures are sorted by side, and a shuffle buffer of ten leaves them so
# causes: order
# source: Humbatova 2020, wrong position of the shuffle
images, side = pictures()
by_side = np.argsort(side, kind="stable")
x, y = images[by_side] / 255, side[by_side]

train = tf.data.Dataset.from_tensor_slices((x, y))
train = train.shuffle(10).batch(8)  # -
# + train = train.shuffle(len(x)).batch(8)
model = Sequential([
    Input((8, 8)),
    layers.Flatten(),
    layers.Dense(48, activation="relu"),
    layers.Dense(4, activation="softmax"),
])
model.compile(keras.optimizers.Adam(0.002), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(train, epochs=12, verbose=0)
