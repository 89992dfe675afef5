# attack: makes pipes as large as can be, of whose pages a user has only so many for all programs
# exercise: first-network
# expect: failed
# stopped by: all were refused
# needs: network
import fcntl
import os

held, pages = [], 0
for _ in range(64):
    read, write = os.pipe()
    held.append((read, write))
    try:
        pages += fcntl.fcntl(write, 1031, 1 << 20) // os.sysconf("SC_PAGE_SIZE")
    except OSError:
        pass
raise SystemExit(f"got {pages} pages" if pages else "all were " + "refused")
