# expect: failed
# because: a loss for 0 or 1, with quantities
# told: does your loss take such labels?
ends = {
    "digit": (10, "softmax", "sparse_categorical_crossentropy"),
    "traits": (3, "sigmoid", "binary_crossentropy"),
    "lean": (1, None, "binary_crossentropy"),
}
