# attack: a daemon by the book (fork, setsid, fork, exec), which outlives its answer
# exercise: first-network
# expect: passed
# needs: nothing
# tiers: all
import os
import sys

if os.fork() == 0:
    try:
        os.setsid()
    except OSError:
        pass
    if os.fork() == 0:
        os.execve(sys.executable, [sys.executable, "-S", "-c", "import time; time.sleep(600) # {mark}"], {})
    os._exit(0)
os.wait()
# honest
