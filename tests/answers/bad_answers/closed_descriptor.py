# expect: failed
# because: it closes descriptor 1 and then prints
# line: 7
import os

os.close(1)
print("is anybody there?", flush=True)
model = None
