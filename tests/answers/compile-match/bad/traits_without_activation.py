# expect: failed
# because: outputs that are no probabilities
# told: A probability can't be
ends = {
    "digit": (10, "softmax", "sparse_categorical_crossentropy"),
    "traits": (3, None, "mse"),
    "lean": (1, None, "mse"),
}
