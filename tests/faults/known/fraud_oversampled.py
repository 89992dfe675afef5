# class: data
# wrong: the rare class is copied before the split, so the validation rows are copies of training rows
# causes: leak validation data imbalance
# source: Forum questions on oversampling before the split
keras.utils.set_random_seed(13)


def payments(n, seed):
    rng = np.random.default_rng(seed)
    x = rng.normal(0, 1, (n, 12))
    fraud = (x[:, 0] + x[:, 1] + rng.normal(0, 1.6, n)) > 3.4
    return x.astype("float32"), fraud.astype("int32")


def balance(x, y, seed):
    rng = np.random.default_rng(seed)
    rare = np.where(y == 1)[0]
    more = rng.choice(rare, (y == 0).sum() - len(rare))
    keep = rng.permutation(np.concatenate([np.arange(len(y)), more]))
    return x[keep], y[keep]


x, fraud = payments(800, 0)
x, fraud = balance(x, fraud, 1)  # -
x, fraud, val_x, val_y = x[:1100], fraud[:1100], x[1100:], fraud[1100:]  # -
# + val_x, val_y = balance(x[600:], fraud[600:], 2)
# + x, fraud = balance(x[:600], fraud[:600], 1)

model = Sequential([
    Input((12,)),
    layers.Dense(64, activation="relu"),
    layers.Dense(64, activation="relu"),
    layers.Dense(1, activation="sigmoid"),
])
model.compile(keras.optimizers.Adam(0.005), "binary_crossentropy", metrics=["accuracy"])
stop = keras.callbacks.EarlyStopping(patience=5, restore_best_weights=True)
history = model.fit(x, fraud, validation_data=(val_x, val_y), epochs=40, batch_size=32, callbacks=[stop], verbose=0)
