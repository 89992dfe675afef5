# expect: failed
# because: only the darkest value is divided
# told: darkest value is 0
import keras
import numpy as np

x = keras.Input(shape=(None, None, 1))
darkest = keras.ops.min(x, axis=(1, 2, 3), keepdims=True)
brightest = keras.ops.max(x, axis=(1, 2, 3), keepdims=True)
g = x - darkest / (brightest - darkest)

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
