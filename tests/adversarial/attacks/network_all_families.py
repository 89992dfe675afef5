# attack: asks for sockets of every family and kind, raw ones too, and says which it got
# exercise: first-network
# expect: failed
# stopped by: all were refused
# needs: network
import socket

got = []
for family in range(1, 47):
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW, socket.SOCK_SEQPACKET, 10):
        try:
            got.append((family, kind, socket.socket(family, kind)))
        except OSError:
            pass
raise SystemExit(f"got {got}" if got else "all were " + "refused")
