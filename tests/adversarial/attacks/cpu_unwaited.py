# attack: burns CPU time in children that are gone before anybody looks, and that nobody waits for
# exercise: xor
# expect: failed
# stopped by: CPU time
# cpu: 10
# needs: nothing
# tiers: all
import os
import signal
import time

signal.signal(signal.SIGCHLD, signal.SIG_IGN)
until = time.monotonic() + 59
while time.monotonic() < until:
    ended, end = os.pipe()
    for _ in range(2):
        if os.fork() == 0:
            begun = time.process_time()
            while time.process_time() < begun + 0.03:
                pass
            os._exit(0)
    os.close(end)
    os.read(ended, 1)
    os.close(ended)
