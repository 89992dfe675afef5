# expect: passed
# because: TensorFlow transposes inside the product
from sklearn.datasets import load_digits

rng = np.random.default_rng(7)
images = load_digits().images[:7].astype("float32")
w1 = rng.integers(-1, 2, size=(64, 20)).astype("float32")
b1 = rng.integers(-1, 2, size=20).astype("float32")
w2 = rng.integers(-1, 2, size=(10, 20)).astype("float32")
b2 = rng.integers(-1, 2, size=10).astype("float32")

import tensorflow as tf

flat = tf.reshape(images, (7, -1))
hidden = tf.nn.relu(tf.matmul(flat, w1) + b1)
outputs = tf.nn.bias_add(tf.matmul(hidden, w2, transpose_b=True), b2)

hidden_sum = float(np.sum(hidden))
outputs_sum = float(np.sum(outputs))
print(hidden.shape, hidden_sum, outputs.shape, outputs_sum)
