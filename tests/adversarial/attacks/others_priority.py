# attack: gives all processes of the user's a lower priority, for CPU and disk, by the user's name and not by theirs
# exercise: first-network
# expect: passed
# needs: processes
# tiers: all
import ctypes
import os
import platform

for user in (0, os.getuid()):
    try:
        os.setpriority(os.PRIO_USER, user, 1)
    except OSError as error:
        print(error)
    ctypes.CDLL(None).syscall(251 if platform.machine() == "x86_64" else 30, 3, user, 3 << 13)
# honest
