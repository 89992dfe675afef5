# expect: passed
# because: an Einstein sum needs no transposing
from sklearn.datasets import load_digits

rng = np.random.default_rng(7)
images = load_digits().images[:7].astype("float32")
w1 = rng.integers(-1, 2, size=(64, 20)).astype("float32")
b1 = rng.integers(-1, 2, size=20).astype("float32")
w2 = rng.integers(-1, 2, size=(10, 20)).astype("float32")
b2 = rng.integers(-1, 2, size=10).astype("float32")

from keras import ops

flat = ops.reshape(images, (-1, 64))
hidden = ops.relu(ops.matmul(flat, w1) + b1)
outputs = ops.einsum("nh,uh->nu", hidden, w2) + b2

hidden_sum = float(np.sum(hidden))
outputs_sum = float(np.sum(outputs))
print(hidden.shape, hidden_sum, outputs.shape, outputs_sum)
