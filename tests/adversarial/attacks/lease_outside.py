# attack: takes leases on files, so that the next program that opens one has to wait
# exercise: first-network
# expect: failed
# stopped by: all were refused
# needs: network
import fcntl
import os
import sys

got = []
paths = [os.path.join(folder, name) for folder in sys.path if os.path.isdir(folder) for name in os.listdir(folder)]
paths = ["own.txt", "{outside}/victim.txt", *filter(os.path.isfile, paths)]
open("own.txt", "w").close()
for path in paths:
    for lease in (fcntl.F_RDLCK, fcntl.F_WRLCK):
        try:
            fcntl.fcntl(os.open(path, os.O_RDONLY), fcntl.F_SETLEASE, lease)
            got.append(path)
        except OSError:
            pass
raise SystemExit(f"got {got[:5]}" if got else "all were " + "refused")
