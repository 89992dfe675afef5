# attack: kills itself, so that there is nobody to be measured
# exercise: xor
# expect: failed
# stopped by: SIGKILL
# needs: nothing
import os
import signal

os.kill(os.getpid(), signal.SIGKILL)
# honest
