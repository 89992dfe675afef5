# expect: failed
# because: it ends the process at once with code 0
# line: 6
import os

os._exit(0)
model = None
