# expect: failed
# because: it closes sys.stdout and then prints
# line: 7
import sys

sys.stdout.close()
print("is anybody there?")
model = None
