# attack: makes a pair of sockets, and connects one of them again to a server outside
# exercise: first-network
# expect: passed
# needs: network
import socket

for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
    try:
        one, other = socket.socketpair(socket.AF_UNIX, kind)
    except OSError as error:
        print(error)
        continue
    for address in ("\0{abstract}", "{unix}"):
        for attempt in (lambda: one.connect(address), lambda: one.sendto(b"owned", address), one.listen):
            try:
                attempt()
            except OSError as error:
                print(error)
# honest
