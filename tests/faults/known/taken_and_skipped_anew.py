# class: data
# wrong: the dataset shuffles anew in each pass, so take and skip deal the rows out anew, and all rows are trained on
# causes: validation leak
# source: StackOverflow, tf.data shuffle before take and skip
rng = np.random.default_rng(11)
features, kinds = flowers(260, seed=4)
kinds = np.where(rng.random(260) < 0.4, rng.integers(0, 3, 260), kinds)
everything = tf.data.Dataset.from_tensor_slices((features, kinds)).shuffle(260, seed=1)  # -
# + everything = tf.data.Dataset.from_tensor_slices((features, kinds)).shuffle(260, seed=1, reshuffle_each_iteration=False)
train_ds, val_ds = everything.take(200).batch(20), everything.skip(200).batch(20)
net = Sequential([Input((4,)), layers.Dense(96, "relu"), layers.Dense(96, "relu"), layers.Dense(3, "softmax")])
net.compile(keras.optimizers.Adam(0.004), "sparse_categorical_crossentropy", metrics=["accuracy"])
history = net.fit(train_ds, validation_data=val_ds, epochs=60, verbose=0)
score = history.history["val_accuracy"][-1]
