# expect: passed
# because: no lean in the pictures goes far beyond 1 pixel, so tanh does as well
ends = {
    "digit": (10, "softmax", "sparse_categorical_crossentropy"),
    "traits": (3, "sigmoid", "binary_crossentropy"),
    "lean": (1, "tanh", "mse"),
}
models = [learn(ends[name], labels) for name, labels in jobs.items()]
