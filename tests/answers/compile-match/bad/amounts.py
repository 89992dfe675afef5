# expect: failed
# because: digits taken for amounts
# told: Which digit it is, is a class
ends = {
    "digit": (1, None, "mse"),
    "traits": (3, "sigmoid", "binary_crossentropy"),
    "lean": (1, None, "mse"),
}
