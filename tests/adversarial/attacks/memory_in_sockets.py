# attack: fills sockets that nobody reads: what waits in them is the kernel's memory, which no process's figures show
# exercise: xor
# expect: failed
# stopped by: Too many open files
# needs: nothing
# tiers: all
import resource
import socket

soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
held, waiting = [], 0
while waiting < 512 << 20:
    pair = socket.socketpair()
    held.append(pair)
    for end in pair:
        end.setblocking(False)
        try:
            while True:
                waiting += end.send(b"x" * 65536)
        except BlockingIOError:
            pass
raise SystemExit(f"{waiting >> 20} MB are in sockets")
