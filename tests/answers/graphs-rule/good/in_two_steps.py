# expect: passed
# because: first moved to 0, then divided by its own maximum
import keras
import numpy as np

x = keras.Input(shape=(None, None, 1))
moved = x - keras.ops.amin(x, axis=(1, 2, 3), keepdims=True)
g = moved / keras.ops.amax(moved, axis=(1, 2, 3), keepdims=True)

f = keras.Function(x, g)
rng = np.random.default_rng(7)
three = rng.integers(10, 100, size=(3, 4, 6, 1)).astype("float32")
three *= np.reshape([1, 2, 0.5], (3, 1, 1, 1))
one = rng.integers(50, 200, size=(1, 5, 9, 1)).astype("float32")
stretched = np.array(f(three))
dark = float(stretched.min(axis=(1, 2, 3)).max())
bright = float(stretched.max(axis=(1, 2, 3)).min())
total = float(np.sum(f(one), dtype="float64"))
print(x.shape, "->", g.shape, "  dark", dark, "  bright", bright, "  total", total)
