# attack: processes that are deaf to signals, leave their session, and grow two heads for each that is cut off
# exercise: xor
# expect: failed
# stopped by: limit
# needs: nothing
# wall: 5
import ctypes
import os
import signal
import time

ctypes.CDLL(None).prctl(15, b"{mark}", 0, 0, 0)  # its name
stop = time.monotonic() + 60


def head(depth):
    for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP, signal.SIGCHLD}:
        signal.signal(number, signal.SIG_IGN)
    try:
        os.setsid()
    except OSError:
        pass
    heads = set()
    while time.monotonic() < stop and depth < 3:
        while len(heads) < 2:
            pid = os.fork()
            if pid == 0:
                head(depth + 1)
                os._exit(0)
            heads.add(pid)
        heads.discard(os.wait()[0])
    time.sleep(max(0, stop - time.monotonic()))


head(0)
