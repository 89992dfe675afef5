# attack: takes memory in copies of Python that may be run but not read, so that others can't look into its processes
# exercise: xor
# expect: failed
# stopped by: memory
# needs: nothing
import os
import subprocess
import sys
import time

with open(os.open("python", os.O_WRONLY | os.O_CREAT, 0o111), "wb") as copy, open(sys.executable, "rb") as python:
    copy.write(python.read())
code = "import time\nheld = [b'x' * (64 << 20) for _ in range(20)]\ntime.sleep(60)"
environment = {**os.environ, "PYTHONHOME": sys.base_prefix}
started = [subprocess.Popen(["./python", "-S", "-c", code], env=environment) for _ in range(4)]
time.sleep(30)
raise SystemExit(f"5 GB in {[each.poll() for each in started]}")
