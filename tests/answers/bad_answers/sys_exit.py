# expect: failed
# because: it leaves Python with code 0 before there is a model
# line: 6
import sys

sys.exit(0)
model = None
