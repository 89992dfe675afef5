# expect: failed
# because: models trained by a function of one's own, on one-hot rows; the ends themselves do not fit
# told: the training stops with an error
def learn(end, labels):
    model = network(*end[:2])
    rows = keras.utils.to_categorical(labels) if end[0] == 10 else labels
    model.compile(optimizer="adam", loss=end[2])
    model.fit(x, rows, epochs=10, verbose=0)
    return model


ends = {
    "digit": (10, "softmax", "categorical_crossentropy"),
    "traits": (3, "sigmoid", "binary_crossentropy"),
    "lean": (1, None, "mse"),
}
models = [learn(ends[name], labels) for name, labels in jobs.items()]
