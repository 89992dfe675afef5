# attack: reads other processes' environments and command lines in /proc
# exercise: first-network
# expect: passed
# needs: processes
# tiers: all
import glob
import os

for path in [*glob.glob("/proc/[0-9]*/environ"), "/proc/{decoy}/environ", f"/proc/{os.getppid()}/environ"]:
    try:
        print(path, open(path).read())
    except OSError as error:
        print(error)
# honest
