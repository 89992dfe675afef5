# class: loss
# wrong: the class weights are the wrong way round: the frequent class gets the large weight
# causes: imbalance loss
# source: Stack Overflow questions on class_weight
keras.utils.set_random_seed(24)


def machines(n, seed):
    rng = np.random.default_rng(seed)
    x = rng.normal(0, 1, (n, 5))
    broken = x[:, 0] * 1.2 + x[:, 1] + rng.normal(0, 0.7, n) > 2.4
    return x.astype("float32"), broken.astype("int32")


x, broken = machines(2000, 0)
share = broken.mean()
weights = {0: 0.5 / share, 1: 0.5 / (1 - share)}  # -
# + weights = {0: 0.5 / (1 - share), 1: 0.5 / share}

model = Sequential([
    Input((5,)),
    layers.Dense(16, activation="relu"),
    layers.Dropout(0.1),
    layers.Dense(1, activation="sigmoid"),
])
model.compile(keras.optimizers.Adam(0.002), "binary_crossentropy", metrics=["accuracy", keras.metrics.Recall()])
model.fit(x, broken, class_weight=weights, epochs=12, batch_size=32, validation_split=0.2, verbose=0)
