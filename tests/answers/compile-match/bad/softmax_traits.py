# expect: failed
# because: softmax, where several traits may hold
# told: Can your three outputs all be near 1
ends = {
    "digit": (10, "softmax", "sparse_categorical_crossentropy"),
    "traits": (3, "softmax", "binary_crossentropy"),
    "lean": (1, None, "mse"),
}
