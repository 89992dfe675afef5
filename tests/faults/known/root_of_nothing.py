# class: loss
# wrong: the square root of an error that is exactly 0 has an infinite gradient, and all weights become NaN
# causes: nan loss
# source: DeepLocalize, NaN


def rmse(y_true, y_pred):
    return ops.sqrt(ops.mean(ops.square(y_true - y_pred), axis=-1))  # -
    # + return ops.sqrt(ops.mean(ops.square(y_true - y_pred), axis=-1) + 1e-6)


rng = np.random.default_rng(5)
hours = rng.uniform(0, 1, (400, 3)).astype("float32")
sold = np.maximum(0, hours @ [3.0, 1.0, -4.0]).astype("float32")[:, None]  # many days without a sale
model = keras.Sequential([keras.Input((3,)), layers.Dense(16, "relu"), layers.Dense(1, "relu")])
model.compile(optimizer="adam", loss=rmse)
model.fit(hours, sold, epochs=30, verbose=0)
