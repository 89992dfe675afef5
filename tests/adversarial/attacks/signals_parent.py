# attack: kills its parent, and then each process between it and the first
# exercise: first-network
# expect: passed
# needs: processes
import os
import signal

for number in (signal.SIGKILL, signal.SIGSTOP, signal.SIGTERM):
    for pid in {os.getppid(), 1}:
        try:
            os.kill(pid, number)
        except OSError as error:
            print(error)
# honest
