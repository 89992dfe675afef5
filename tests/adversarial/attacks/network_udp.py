# attack: sends a datagram, which Landlock does not stop
# exercise: first-network
# expect: failed
# stopped by: the network is closed here
# needs: network
# tiers: all
import socket

socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"owned", ("127.0.0.1", int("{port}")))
# honest
