# expect: failed
# because: relu, where labels may be negative
# told: Can your output be?
ends = {
    "digit": (10, "softmax", "sparse_categorical_crossentropy"),
    "traits": (3, "sigmoid", "binary_crossentropy"),
    "lean": (1, "relu", "mae"),
}
