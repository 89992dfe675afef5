# attack: connects to a server by an abstract name, which no folder guards
# exercise: first-network
# expect: failed
# stopped by: it has no network
# needs: network
# tiers: all
import socket

socket.socket(socket.AF_UNIX).connect("\0{abstract}")
# honest
