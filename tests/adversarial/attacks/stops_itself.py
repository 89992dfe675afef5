# attack: stops itself with SIGSTOP, so that anyone who waits for it waits forever
# exercise: xor
# expect: failed
# stopped by: time limit
# needs: nothing
# wall: 4
import os
import signal

os.kill(os.getpid(), signal.SIGSTOP)
# honest
