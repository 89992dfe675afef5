# expect: failed
# because: ten outputs that do not sum to 1
# told: The ten outputs of a picture don't sum to 1
ends = {
    "digit": (10, "sigmoid", "sparse_categorical_crossentropy"),
    "traits": (3, "sigmoid", "binary_crossentropy"),
    "lean": (1, None, "mse"),
}
