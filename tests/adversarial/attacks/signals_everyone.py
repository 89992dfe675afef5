# attack: kills every process that it may, itself among the few that are spared
# exercise: first-network
# expect: passed
# needs: processes
import os
import signal

for number in (signal.SIGTERM, signal.SIGHUP):
    signal.signal(number, signal.SIG_IGN)
for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGKILL):
    for pid in (-1, 0):
        if (number, pid) != (signal.SIGKILL, 0):
            try:
                os.kill(pid, number)
            except OSError as error:
                print(error)
# honest
