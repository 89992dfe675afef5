# expect: passed
# because: the traits by the squared error, the lean by Huber's loss, one entry after the other
ends = {}
ends["lean"] = (1, "linear", "huber")
ends["traits"] = (3, "sigmoid", "mse")
ends["digit"] = (10, "softmax", "sparse_categorical_crossentropy")
models = {name: learn(ends[name], jobs[name]) for name in ends}
