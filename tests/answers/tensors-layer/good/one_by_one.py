# expect: passed
# because: a loop over pictures and units
from sklearn.datasets import load_digits

rng = np.random.default_rng(7)
images = load_digits().images[:7].astype("float32")
w1 = rng.integers(-1, 2, size=(64, 20)).astype("float32")
b1 = rng.integers(-1, 2, size=20).astype("float32")
w2 = rng.integers(-1, 2, size=(10, 20)).astype("float32")
b2 = rng.integers(-1, 2, size=10).astype("float32")

hidden = np.zeros((7, 20), "float32")
outputs = np.zeros((7, 10), "float32")
for n, image in enumerate(images):
    for unit in range(20):
        hidden[n, unit] = max(image.ravel() @ w1[:, unit] + b1[unit], 0)
    for unit in range(10):
        outputs[n, unit] = hidden[n] @ w2[unit] + b2[unit]

hidden_sum = float(np.sum(hidden))
outputs_sum = float(np.sum(outputs))
print(hidden.shape, hidden_sum, outputs.shape, outputs_sum)
