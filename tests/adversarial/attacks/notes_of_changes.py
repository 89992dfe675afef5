# attack: has the kernel tell when something is read, made or changed in folders of the system
# exercise: first-network
# expect: failed
# stopped by: all were refused
# needs: network
import fcntl
import os

got = []
for path in (".", "/etc", "/usr/bin"):
    try:
        fcntl.fcntl(os.open(path, os.O_RDONLY), fcntl.F_NOTIFY, fcntl.DN_ACCESS | fcntl.DN_CREATE)
        got.append(path)
    except OSError:
        pass
raise SystemExit(f"got {got}" if got else "all were " + "refused")
