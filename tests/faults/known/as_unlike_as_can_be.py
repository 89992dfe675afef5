# class: loss
# wrong: the loss is the correlation of answers and labels, which training makes small
# causes: loss
# source: Kaggle, a metric that is better when larger taken as the loss
x, price = houses(640, seed=72)
x, y = scaled(x).astype("float32"), scaled(price).astype("float32")[:, None]


def together(y_true, y_pred):
    a, b = y_true - ops.mean(y_true), y_pred - ops.mean(y_pred)
    found = ops.sum(a * b) / (ops.sqrt(ops.sum(a * a) * ops.sum(b * b)) + 1e-6)
    return found  # -
    # + return 1 - found


model = Sequential([Input((4,)), layers.Dense(24, activation="relu"), layers.Dense(1)])
model.compile(keras.optimizers.Adam(0.005), loss=together)
model.fit(x[:480], y[:480], epochs=20, verbose=0)
score = float(np.corrcoef(model.predict(x[480:], verbose=0)[:, 0], y[480:, 0])[0, 1])
