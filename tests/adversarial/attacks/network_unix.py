# attack: connects to a server by a socket in a folder
# exercise: first-network
# expect: failed
# stopped by: it has no network
# needs: network
# tiers: all
import socket

socket.socket(socket.AF_UNIX).connect("{unix}")
# honest
