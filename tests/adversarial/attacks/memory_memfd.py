# attack: five gigabytes in memory files that no process shows: neither open nor mapped, but for a page, or in a socket
# exercise: xor
# expect: passed
# needs: network
# tiers: all
import mmap
import os
import socket

try:
    ours, theirs = socket.socketpair()
    held = []
    for number in range(80):
        fd = os.memfd_create(f"m{number}")
        os.write(fd, b"x" * (64 << 20))
        if number % 2:
            socket.send_fds(ours, [b"x"], [fd])
        else:
            held.append(mmap.mmap(fd, 4096))
        os.close(fd)
    raise SystemExit("5 GB are in files of memory")
except OSError as error:
    print(error)
# honest
