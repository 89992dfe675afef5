# class: data
# wrong: the map that standardizes is on the training dataset, but not on that of validation
# causes: validation scale
# source: StackOverflow, preprocessing of the validation generator
rng = np.random.default_rng(14)
cells = np.stack([rng.normal(140, 25, 900), rng.normal(0.9, 0.2, 900), rng.normal(5200, 900, 900)], 1).astype("float32")
signs = (cells - [140, 0.9, 5200]) / [25, 0.2, 900]
ill = (signs[:, 0] * signs[:, 1] + signs[:, 2] > 0).astype("float32")
mean, spread = cells[:700].mean(axis=0), cells[:700].std(axis=0)


def standardize(row, answer):
    return (row - mean) / spread, answer


train = tf.data.Dataset.from_tensor_slices((cells[:700], ill[:700])).shuffle(700, seed=1).map(standardize).batch(32)
valid = tf.data.Dataset.from_tensor_slices((cells[700:], ill[700:])).batch(32)  # -
# + valid = tf.data.Dataset.from_tensor_slices((cells[700:], ill[700:])).map(standardize).batch(32)
model = Sequential([Input((3,)), layers.Dense(32, activation="relu"), layers.Dense(1, activation="sigmoid")])
model.compile(keras.optimizers.Adam(0.01), "binary_crossentropy", metrics=["accuracy"])
run = model.fit(train, validation_data=valid, epochs=12, verbose=0)
