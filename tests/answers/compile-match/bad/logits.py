# expect: failed
# because: no activation, and a loss that takes probabilities
# told: The ten outputs of a picture don't sum to 1
ends = {
    "digit": (10, None, "sparse_categorical_crossentropy"),
    "traits": (3, "sigmoid", "binary_crossentropy"),
    "lean": (1, None, "mse"),
}
