# attack: a pipe that nobody writes to in place of the predictions, which the grader copies
# exercise: xor
# expect: failed
# stopped by: hidden accuracy
# needs: nothing
# twin: subclass
# honest
import os

import numpy as np

np.save = lambda path, *_, **__: os.mkfifo(path)
