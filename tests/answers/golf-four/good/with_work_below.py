# answer: 0.5
import numpy as np

x = np.random.default_rng(0).random((1000, 4)) - 0.5
odd = (x > 0).sum(axis=1) % 2
mirrored = (-x > 0).sum(axis=1) % 2
print((odd == mirrored).mean())
