# expect: failed
# because: 20 GB do not fit
# line: 6
import numpy as np

table = np.ones((50_000, 50_000))
model = None
