# expect: failed
# because: the loss for one-hot rows, with integers
# told: the training stops with an error
ends = {
    "digit": (10, "softmax", "categorical_crossentropy"),
    "traits": (3, "sigmoid", "binary_crossentropy"),
    "lean": (1, None, "mse"),
}
