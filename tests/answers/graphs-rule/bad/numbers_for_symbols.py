# expect: failed
# because: pictures instead of a symbolic tensor
# told: x should be a symbolic tensor
import numpy as np

x = np.random.default_rng(7).integers(10, 100, size=(3, 4, 6, 1)).astype("float32")
low, high = x.min(axis=(1, 2, 3), keepdims=True), x.max(axis=(1, 2, 3), keepdims=True)
g = (x - low) / (high - low)
