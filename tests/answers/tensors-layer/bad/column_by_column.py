# expect: failed
# because: flattened column by column
# told: Is each row one picture?
from sklearn.datasets import load_digits

rng = np.random.default_rng(7)
images = load_digits().images[:7].astype("float32")
w1 = rng.integers(-1, 2, size=(64, 20)).astype("float32")
b1 = rng.integers(-1, 2, size=20).astype("float32")
w2 = rng.integers(-1, 2, size=(10, 20)).astype("float32")
b2 = rng.integers(-1, 2, size=10).astype("float32")

hidden = np.maximum(images.transpose(0, 2, 1).reshape(7, 64) @ w1 + b1, 0)
outputs = hidden @ w2.T + b2

hidden_sum = float(np.sum(hidden))
outputs_sum = float(np.sum(outputs))
print(hidden.shape, hidden_sum, outputs.shape, outputs_sum)
