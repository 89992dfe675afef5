# class: data
# wrong: inputs and labels are shuffled separately before they are zipped, so rows and labels no longer belong together
# causes: data labels order
# source: Stack Overflow questions on tf.data pipelines (zip of shuffled datasets)
keras.utils.set_random_seed(3)


def orders(n, seed):
    rng = np.random.default_rng(seed)
    price, age, items = rng.gamma(2, 30, n), rng.uniform(18, 80, n), rng.poisson(3, n)
    returned = (price / 60 + 0.04 * (50 - age) + 0.3 * items - 1.9 + rng.normal(0, 0.3, n)) > 0
    x = np.stack([(price - 60) / 42, (age - 49) / 18, (items - 3) / 1.7], 1)
    return x.astype("float32"), returned.astype("float32")


x, y = orders(1200, 0)
inputs = tf.data.Dataset.from_tensor_slices(x)
targets = tf.data.Dataset.from_tensor_slices(y)
train = tf.data.Dataset.zip((inputs.shuffle(1200), targets.shuffle(1200))).batch(32)  # -
# + train = tf.data.Dataset.zip((inputs, targets)).shuffle(1200).batch(32)

model = Sequential([Input((3,)), layers.Dense(16, activation="relu"), layers.Dense(1, activation="sigmoid")])
model.compile(keras.optimizers.Adam(0.01), "binary_crossentropy", metrics=["accuracy"])
model.fit(train, epochs=8, verbose=0)
