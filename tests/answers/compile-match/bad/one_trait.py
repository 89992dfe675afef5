# expect: failed
# because: one unit for three questions
# told: there are not three outputs
ends = {
    "digit": (10, "softmax", "sparse_categorical_crossentropy"),
    "traits": (1, "sigmoid", "binary_crossentropy"),
    "lean": (1, None, "mse"),
}
