# class: loop
# wrong: a new iterator is made in every step, so every step sees the first batch only
# causes: loop data batch
# source: Stack Overflow questions on next(iter(dataset)) inside of a loop
keras.utils.set_random_seed(77)


def comets(n, seed):
    rng = np.random.default_rng(seed)
    x = rng.normal(0, 1, (n, 10))
    bright = x[:, 0] + x[:, 1] - x[:, 2] + 0.5 * x[:, 3] > 0
    return x.astype("float32"), bright.astype("float32")[:, None]


x, bright = comets(1000, 0)
data = tf.data.Dataset.from_tensor_slices((x, bright)).batch(20).repeat()
model = Sequential([Input((10,)), layers.Dense(32, activation="relu"), layers.Dense(1, activation="sigmoid")])
model.compile(keras.optimizers.Adam(0.01), "binary_crossentropy")
batches = iter(data)
losses = []
for step in range(300):
    xb, yb = next(iter(data))  # -
    # + xb, yb = next(batches)
    losses.append(float(model.train_on_batch(xb, yb)))
