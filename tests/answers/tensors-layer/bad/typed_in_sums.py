# expect: failed
# because: arrays of the right shapes, and the right sums typed in
# told: The shape is right, the values are not
from sklearn.datasets import load_digits

rng = np.random.default_rng(7)
images = load_digits().images[:7].astype("float32")
w1 = rng.integers(-1, 2, size=(64, 20)).astype("float32")
b1 = rng.integers(-1, 2, size=20).astype("float32")
w2 = rng.integers(-1, 2, size=(10, 20)).astype("float32")
b2 = rng.integers(-1, 2, size=10).astype("float32")

hidden = images.reshape(7, 64)[:, :20]
outputs = hidden[:, :10]

hidden_sum, outputs_sum = 2975.0, 1048.0
