# class: data
# wrong: the rows are sorted by kind, and a shuffle buffer of ten leaves them so
# causes: order
# source: Humbatova 2020, wrong position of the shuffle
x, y = flowers(1800)
by_kind = np.argsort(y, kind="stable")
x, y = x[by_kind], y[by_kind]

train = tf.data.Dataset.from_tensor_slices((x, y))
train = train.shuffle(10).batch(16)  # -
# + train = train.shuffle(len(x)).batch(16)
model = Sequential([Input((4,)), layers.Dense(24, activation="relu"), layers.Dense(3, activation="softmax")])
model.compile(keras.optimizers.SGD(0.3), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(train, epochs=4, verbose=0)
