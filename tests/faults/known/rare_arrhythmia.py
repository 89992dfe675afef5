# class: batch
# wrong: the F1 metric is worked out for each small batch and averaged; most batches have no positive row and count 0, so the shown F1 is far too low
# causes: metric batch
# source: Keras removed its batch-wise F1; StackOverflow on custom F1 metrics
keras.utils.set_random_seed(52)
rng = np.random.default_rng(52)
n = 4000
x = rng.normal(0, 1, (n, 6)).astype("float32")
y = (x[:, 0] + x[:, 1] > 2.9).astype("float32")


def f1(y_true, y_pred):
    hard = ops.cast(y_pred > 0.5, "float32")
    both = ops.sum(y_true * hard)
    return 2 * both / (ops.sum(y_true) + ops.sum(hard) + 1e-7)


model = Sequential([Input((6,)), layers.Dense(16, activation="relu"), layers.Dense(1, activation="sigmoid")])
metric = f1  # -
# + metric = keras.metrics.F1Score(threshold=0.5, name="f1")
model.compile(optimizer=keras.optimizers.Adam(1e-2), loss="binary_crossentropy", metrics=[metric])
history = model.fit(x[:2500], y[:2500, None], epochs=15, batch_size=32, validation_data=(x[2500:], y[2500:, None]), verbose=0)
shown = float(np.ravel(history.history["val_f1"][-1])[0])
